"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from agreements import models


@register(models.Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "proposer", "summary")
    to_session = "session"


@register(models.Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "sector")
    to_session = "session"
    where = {"is_public": True, "status": models.Agreement.Status.SIGNED}  # what the public register shows


@register(models.Party)
class PartyTranslation(TranslationOptions):
    fields = ("name",)
    to_session = "agreement__session"
    where = {"agreement__is_public": True, "agreement__status": models.Agreement.Status.SIGNED}
