"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from tables import models


@register(models.ThematicTable)
class ThematicTableTranslation(TranslationOptions):
    fields = ("title",)
    to_session = "session"
    in_programme = ("title",)


@register(models.Subsector)
class SubsectorTranslation(TranslationOptions):
    fields = ("title",)
    to_session = "table__session"
    in_programme = ("title",)
