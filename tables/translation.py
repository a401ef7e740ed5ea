"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from tables import models


@register(models.ThematicTable)
class ThematicTableTranslation(TranslationOptions):
    fields = ("title",)


@register(models.Subsector)
class SubsectorTranslation(TranslationOptions):
    fields = ("title",)
