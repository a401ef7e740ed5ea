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


ADMITTED = (State.CONFIRMED, State.WAIT_LISTED)
ENDED = (State.DECLINED, State.CANCELLED)
