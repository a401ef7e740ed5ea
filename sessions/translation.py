"""The texts of this app that exist in Italian, Russian and English.

``to_session``, ``where`` and ``in_programme`` are read by ``sessions.translations``: the way from a row to its session,
which rows count, and which of their texts the programme prints.
"""

from modeltranslation.translator import TranslationOptions, register

from sessions import models


@register(models.HostRegion)
class HostRegionTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "city", "dates_note", "planned_city", "planned_note", "introduction", "conditions")
    to_session = "pk"
    in_programme = ("title", "city", "dates_note", "introduction")


@register(models.SessionOrganiser)
class SessionOrganiserTranslation(TranslationOptions):
    fields = ("name",)
    to_session = "session"
    in_programme = ("name",)


@register(models.Venue)
class VenueTranslation(TranslationOptions):
    fields = ("name", "town")
    to_session = "session"
    in_programme = ("name", "town")


@register(models.Room)
class RoomTranslation(TranslationOptions):
    fields = ("name",)
    to_session = "venue__session"
    in_programme = ("name",)


@register(models.Official)
class OfficialTranslation(TranslationOptions):
    fields = ("name", "office")
    to_session = "session"
    in_programme = ("name", "office")


@register(models.CompanyVisit)
class CompanyVisitTranslation(TranslationOptions):
    fields = ("company", "sector", "town")
    to_session = "session"
    in_programme = ("company", "sector", "town")


@register(models.ProgrammeItem)
class ProgrammeItemTranslation(TranslationOptions):
    fields = ("title", "note")
    to_session = "session"
    in_programme = ("title", "note")
