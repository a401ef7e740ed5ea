"""The closed lists of registration, with the groups of states beside them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """The 13 kinds of organisation the Task Force counts."""

    ADMINISTRATION = "administration", _("Public administration")
    REGION = "region", _("Region")
    COMPANY = "company", _("Company")
    TRADE_ASSOCIATION = "trade_association", _("Trade association")
    FEDERATION = "federation", _("Federation")
    CONFEDERATION = "confederation", _("Confederation")
    CONSORTIUM = "consortium", _("Consortium")
    CHAMBER = "chamber", _("Chamber system")
    FAIR = "fair", _("Fair system")
    UNIVERSITY = "university", _("University")
    TECHNOLOGY_HUB = "technology_hub", _("Technology hub")
    RESEARCH_CENTRE = "research_centre", _("Research centre")
    BANK = "bank", _("Bank")


class State(models.TextChoices):
    """The states of a registration."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent, e-mail to be verified")
    UNDER_REVIEW = "under_review", _("Under review")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    WAIT_LISTED = "wait_listed", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


class Place(models.TextChoices):
    """Whether a delegate has a place in the session, or a seat at a table or on a visit."""

    REQUESTED = "requested", _("Requested")
    CONFIRMED = "confirmed", pgettext_lazy("place", "Confirmed")
    WAITING = "waiting", _("On the waiting list")
    RELEASED = "released", _("Given up")


class LinkPurpose(models.TextChoices):
    """What one access link is good for, and nothing else."""

    VERIFY_EMAIL = "verify_email", _("Verify the e-mail address")
    MY = "my", _("The contact's own page")
    DELEGATE = "delegate", _("A delegate's own page")
    RETURNING = "returning", _("Begin with earlier data")
    NEW_EMAIL = "new_email", _("Verify a new e-mail address of the contact")
    CALENDAR = "calendar", _("Calendar feed")


class Investment(models.TextChoices):
    """What an organisation says of investment."""

    NONE = "none", _("No interest in investment")
    SEEKS = "seeks", _("Seeks an investor")
    INVESTS = "invests", _("Wishes to invest")
    BOTH = "both", _("Seeks an investor and wishes to invest")


class MatchKind(models.TextChoices):
    """In what two organisations can be the same."""

    NUMBER = "number", _("same identifier")
    NAME = "name", _("same name")
    DOMAIN = "domain", _("same internet domain")


class Audience(models.TextChoices):
    """Whom a question of a session is asked."""

    ORGANISATION = "organisation", _("The organisation")
    DELEGATE = "delegate", _("Each delegate")


class Moment(models.TextChoices):
    """When a question of a session is asked."""

    BEFORE = "before", _("In the registration form")
    AFTER = "after", _("After confirmation")


class QuestionKind(models.TextChoices):
    """What an answer is."""

    TEXT = "text", _("Text")
    CHOICE = "choice", _("Choice")
    DATE = "date", _("Date")
    NUMBER = "number", _("Number")
    FILE = "file", _("File")


class MailKind(models.TextChoices):
    """Every mail the portal writes to participants."""

    VERIFY_LINK = "verify_link", _("Link to verify the e-mail address")
    RECEIVED = "received", _("Registration received")
    CONFIRMED = "confirmed", _("Registration confirmed")
    WAIT_LISTED = "wait_listed", _("On the waiting list")
    PROMOTED = "promoted", _("A place became free")
    OFFER_LAPSED = "offer_lapsed", _("An offered place was not accepted")
    DECLINED = "declined", _("Registration declined")
    CANCELLED = "cancelled", _("Registration withdrawn")
    CLARIFICATION = "clarification", _("Staff ask for more")
    CHANGE_DECIDED = "change_decided", _("A change was approved or refused")
    DELEGATE = "delegate", _("To a delegate: conditions and own page")
    DELEGATE_WAITING = "delegate_waiting", _("To a delegate: on the waiting list")
    DELEGATE_RELEASED = "delegate_released", _("To a delegate: no longer named")
    MY_LINK = "my_link", _("Link to the own page")
    RETURNING_LINK = "returning_link", _("Link to begin with earlier data")
    NEW_EMAIL_LINK = "new_email_link", _("Link to verify a new e-mail address")
    NOTHING_FOUND = "nothing_found", _("No registration with this e-mail address")
    REMINDER = "reminder", _("Reminder")
    PROGRAMME_CHANGED = "programme_changed", _("The programme changed")
    ENQUIRY_RECEIVED = "enquiry_received", _("Enquiry received")
    ENQUIRY_ANSWERED = "enquiry_answered", _("Enquiry answered")
    PROJECT_RECEIVED = "project_received", _("Project received")
    PROJECT_ACCEPTED = "project_accepted", _("Project accepted")
    PROJECT_DECLINED = "project_declined", _("Project declined")
    PROJECT_ASKED = "project_asked", _("Clarification of a project asked")
    INTEREST_RECEIVED = "interest_received", _("Somebody is interested in a project")
    INTEREST_ANSWERED = "interest_answered", _("An expression of interest was answered")
    COMMITMENT_DUE = "commitment_due", _("A commitment is to be carried out")
    PROJECT_NEWS = "project_news", _("How does a project go on?")


# Mails about projects and acts: the apps that keep those write them.
OF_PROJECTS = (
    MailKind.PROJECT_RECEIVED, MailKind.PROJECT_ACCEPTED, MailKind.PROJECT_DECLINED, MailKind.PROJECT_ASKED,
    MailKind.INTEREST_RECEIVED, MailKind.INTEREST_ANSWERED, MailKind.COMMITMENT_DUE, MailKind.PROJECT_NEWS,
)  # fmt: skip


class ReminderAudience(models.TextChoices):
    """Who gets a reminder; counted at the moment it goes out."""

    CONTACTS_CONFIRMED = "contacts_confirmed", _("Contacts of confirmed registrations")
    CONTACTS_WAITING = "contacts_waiting", _("Contacts of registrations on the waiting list")
    CONTACTS_UNVERIFIED = "contacts_unverified", _("Contacts who have not verified their e-mail address")
    CONTACTS_UNANSWERED = "contacts_unanswered", _("Contacts with questions not answered after confirmation")
    DELEGATES_CONFIRMED = "delegates_confirmed", _("Delegates with a place")
    DELEGATES_UNREAD = "delegates_unread", _("Delegates with a place who have not read the conditions")


ADMITTED = (State.CONFIRMED, State.WAIT_LISTED)
ENDED = (State.DECLINED, State.CANCELLED)
