"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from agreements import models


@register(models.Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "proposer", "summary")


@register(models.Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "sector")


@register(models.Party)
class PartyTranslation(TranslationOptions):
    fields = ("name",)
