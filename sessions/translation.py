"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from sessions import models


@register(models.HostRegion)
class HostRegionTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "city", "dates_note", "planned_city", "planned_note", "introduction", "conditions")


@register(models.SessionOrganiser)
class SessionOrganiserTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Venue)
class VenueTranslation(TranslationOptions):
    fields = ("name", "town")


@register(models.Room)
class RoomTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Official)
class OfficialTranslation(TranslationOptions):
    fields = ("name", "office")


@register(models.CompanyVisit)
class CompanyVisitTranslation(TranslationOptions):
    fields = ("company", "sector", "town")


@register(models.ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    fields = ("title", "note")
