"""The closed lists of the field, with the groups of states beside them. Values are those of the session file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    IT = "IT", _("Italian side")
    RU = "RU", _("Russian side")


class SessionStatus(models.TextChoices):
    """What staff say of a session; whether registration is open follows from the dates (Session.phase)."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Phase(models.TextChoices):
    """A session's state at a moment: its status, with ``announced`` divided by the registration dates."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for registration")
    CLOSED = "closed", _("Registration closed")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    UNKNOWN = "unknown", _("Not known")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class Admission(models.TextChoices):
    REVIEW = "review", _("Staff decide on each registration")
    ARRIVAL = "arrival", _("In order of arrival, at once")


class OrganiserRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    PARTNER = "partner", _("Partner")


class OfficialRole(models.TextChoices):
    CO_CHAIR = "co_chair", _("Co-chair")
    HEAD_OF_DELEGATION = "head_of_delegation", _("Head of delegation")
    SIGNATORY = "signatory", _("Signatory")
    GUEST_AUTHORITY = "guest_authority", _("Guest authority")
    MODERATOR = "moderator", _("Table moderator")
    SPEAKER = "speaker", _("Speaker")
    PRESS = "press", _("At the press conference")


class ItemKind(models.TextChoices):
    REGISTRATION = "registration", _("Registration of participants")
    OPENING = "opening", _("Opening")
    PLENARY = "plenary", _("Plenary session")
    TABLE = "table", _("Thematic table")
    SEMINAR = "seminar", _("Seminar")
    NETWORKING = "networking", _("Networking")
    MEETING_POINT = "meeting_point", _("Meeting Point")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    SIGNING = "signing", _("Signing")
    VISIT = "visit", _("Company visit")
    SOCIAL = "social", _("Social event")
    TRANSFER = "transfer", _("Transfer")
    BREAK = "break", _("Break")


class FigureSide(models.TextChoices):
    IT = "IT", _("Italian side")
    RU = "RU", _("Russian side")
    ALL = "all", _("Both sides")


class Unit(models.TextChoices):
    PERSONS = "persons", _("persons")
    ORGANISATIONS = "organisations", pgettext_lazy("after a number", "organisations")
    COMPANIES = "companies", _("companies")
    REGIONS = "regions", _("regions")
    MEETINGS = "meetings", _("meetings")
    PROJECTS = "projects", pgettext_lazy("after a number", "projects")
    AGREEMENTS = "agreements", pgettext_lazy("after a number", "agreements")


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    UP_TO = "up_to", _("up to")


class Basis(models.TextChoices):
    EXPECTED = "expected", _("expected")
    REGISTERED = "registered", _("registered")
    ATTENDED = "attended", _("attended")


class FactBasis(models.TextChoices):
    STATED = "stated", _("stated by the source")
    DERIVED = "derived", _("derived from what sources say")
    CONFLICTING = "conflicting", _("sources disagree")


class TranslationState(models.TextChoices):
    """How far a text is in a language. SOURCE: it is what the others are made from, so nothing is owed."""

    SOURCE = "source", pgettext_lazy("translation", "Original")
    MISSING = "missing", pgettext_lazy("translation", "Missing")
    OUT_OF_DATE = "out_of_date", pgettext_lazy("translation", "Out of date")
    DONE = "done", pgettext_lazy("translation", "Done")


class AssignmentRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    MODERATOR = "moderator", _("Table moderator")
    CHECK_IN = "check_in", _("Check-in operator")
    OFFICE = "office", _("Office of a side")
    TRANSLATOR = "translator", _("Translator")
    READ_ONLY = "read_only", _("Read only")


PUBLIC = (SessionStatus.ANNOUNCED, SessionStatus.HELD, SessionStatus.POSTPONED, SessionStatus.CANCELLED)
# Who may do what at the desk of a session. Only who may look sees all of it; the others see what their work needs.
MAY_LOOK = (AssignmentRole.ORGANISER, AssignmentRole.READ_ONLY)
MAY_PREPARE = (AssignmentRole.ORGANISER,)
MAY_PLAN = (AssignmentRole.ORGANISER,)
MAY_TRANSLATE = (AssignmentRole.ORGANISER, AssignmentRole.TRANSLATOR, AssignmentRole.OFFICE)
MAY_CHECK_IN = (AssignmentRole.ORGANISER, AssignmentRole.CHECK_IN)
MAY_DECIDE_CHANGES = (AssignmentRole.OFFICE,)
MAY_REVIEW = (AssignmentRole.ORGANISER, AssignmentRole.MODERATOR)  # projects; a moderator those of the own tables
MAY_ARRANGE = (AssignmentRole.ORGANISER, AssignmentRole.MODERATOR)
MAY_GIVE_ROLES = (AssignmentRole.ORGANISER,)
SEES_ATTENDANCE = (*MAY_LOOK, AssignmentRole.CHECK_IN)
SEES_TEXTS = (*MAY_LOOK, AssignmentRole.TRANSLATOR, AssignmentRole.OFFICE)
SEES_TABLES = (*MAY_LOOK, AssignmentRole.MODERATOR)
SEES_DELEGATION = (*MAY_LOOK, AssignmentRole.OFFICE)
SEES_PROTOCOL = (*MAY_LOOK, AssignmentRole.OFFICE)
MAY_APPROVE_TEXTS = (AssignmentRole.OFFICE,)
# What a translator owes.
OWED = (TranslationState.MISSING, TranslationState.OUT_OF_DATE)
