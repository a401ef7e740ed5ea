"""The two days: venues and rooms, officials, company visits, and the lines of the programme."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions import enums
from sessions.models.session import Session
from taskforce.fields import Block, Line


def key_constraint(name: str) -> models.UniqueConstraint:
    """A key is what the session file calls a row; rows made in the admin have none."""
    return models.UniqueConstraint(fields=["session", "key"], condition=~Q(key=""), name=name)


class Venue(models.Model):
    """A place of the session; each line of the programme may have its own, in a town of its own."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="venues", verbose_name=_("session"))
    key = models.SlugField(_("key"), max_length=60, blank=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=200)
    address = Line(_("address"), max_length=250, blank=True)
    town = Line(_("town"), max_length=120, blank=True)
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("In the host's local time, on every day."))
    closes = models.TimeField(_("closes"), null=True, blank=True, help_text=_("In the host's local time."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["session", "position", "pk"]
        constraints = [
            key_constraint("venue_key_unique"),
            models.CheckConstraint(
                condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=F("opens")),
                name="venue_closes_after_opening",
                violation_error_message=_("The venue closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a venue."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms", verbose_name=_("venue"))
    key = models.SlugField(_("key"), max_length=60, blank=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=120)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["venue", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "key"], condition=~Q(key=""), name="room_key_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """A person with a role at a session, their office as it was written then."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="officials", verbose_name=_("session"))
    key = models.SlugField(_("key"), max_length=60, blank=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(pgettext_lazy("person", "name"), max_length=200)
    side = models.CharField(_("side"), max_length=2, choices=enums.Side.choices, null=True, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=enums.OfficialRole.choices, null=True, blank=True)
    office = Line(_("office"), max_length=300, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Never published: changes of the programme are sent there.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["session", "position", "pk"]
        constraints = [key_constraint("official_key_unique")]

    def __str__(self) -> str:
        return self.name


class Interpreter(models.Model):
    """A person who interprets at a session, between the languages named."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="interpreters", verbose_name=_("session"))
    key = models.SlugField(_("key"), max_length=60, blank=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(pgettext_lazy("person", "name"), max_length=200)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Never published: changes of the programme are sent there.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        ordering = ["session", "position", "pk"]
        constraints = [key_constraint("interpreter_key_unique")]

    def __str__(self) -> str:
        return self.name


class TravelTime(models.Model):
    """How long the way between two venues takes; the same in both directions."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="travel_times", verbose_name=_("session"))
    one = models.ForeignKey(Venue, models.CASCADE, related_name="+", verbose_name=pgettext_lazy("way", "from"))
    other = models.ForeignKey(Venue, models.CASCADE, related_name="+", verbose_name=pgettext_lazy("way", "to"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("travel time")
        verbose_name_plural = _("travel times")
        ordering = ["session", "one", "other"]
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="travel_time_unique",
                violation_error_message=_("There is a travel time between these venues already."),
            ),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="travel_time_pair_in_order",
                violation_error_message=_("The two venues are different, the one that was made first comes first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class CompanyVisit(models.Model):
    """A visit to a company or a district, by bus with limited seats."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="visits", verbose_name=_("session"))
    key = models.SlugField(_("key"), max_length=60, blank=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    company = Line(_("company"), max_length=200)
    sector = Line(_("sector"), max_length=200, blank=True)
    town = Line(_("town"), max_length=120, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty where there is no limit.")
    )
    travel_minutes = models.PositiveSmallIntegerField(
        _("minutes by bus"), null=True, blank=True, help_text=_("One way, from the session's city.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("company visit")
        verbose_name_plural = _("company visits")
        ordering = ["session", "day", "position", "pk"]
        constraints = [
            key_constraint("visit_key_unique"),
            models.CheckConstraint(condition=Q(day=None) | Q(day__gte=1), name="visit_day_from_one"),
            models.CheckConstraint(
                condition=Q(seats=None) | Q(seats__gt=0),
                name="visit_seats_above_zero",
                violation_error_message=_("Seats are above zero, or empty where there is no limit."),
            ),
        ]

    def __str__(self) -> str:
        return self.company


class ProgrammeItem(models.Model):
    """One line of the programme. A day or a time that is not known yet stays empty and reads "to be announced"."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=enums.ItemKind.choices, blank=True)
    title = Line(_("title"), max_length=300)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True, help_text=_("Counted from 1."))
    starts = models.TimeField(_("starts"), null=True, blank=True, help_text=_("In the host's local time."))
    ends = models.TimeField(_("ends"), null=True, blank=True, help_text=_("In the host's local time."))
    parallel = Line(
        _("parallel group"),
        max_length=20,
        blank=True,
        help_text=_("Items with the same label take place side by side."),
    )
    venue = models.ForeignKey(
        Venue, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("venue")
    )
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("room"))
    visit = models.ForeignKey(
        CompanyVisit, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("company visit")
    )
    speakers = models.ManyToManyField(Official, blank=True, related_name="items", verbose_name=_("speakers"))
    interpreters = models.ManyToManyField(Interpreter, blank=True, related_name="items", verbose_name=_("interpreters"))
    expected = models.PositiveIntegerField(
        _("persons expected"), null=True, blank=True, help_text=_("To see whether the room is large enough.")
    )
    note = Block(_("note"), blank=True)
    spoken = models.JSONField(_("languages spoken"), default=list, blank=True)
    interpreted = models.JSONField(_("interpretation into"), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(day=None) | Q(day__gte=1), name="item_day_from_one"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
                name="item_ends_after_start",
                violation_error_message=_("The end is not after the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def instant(self, clock: dt.time | None) -> dt.datetime | None:
        """The moment of a time of this item, in the host's time zone; None where day, time or zone is not known."""
        date = self.session.date_of(self.day)
        known = date and clock and self.session.timezone
        return dt.datetime.combine(date, clock, tzinfo=self.session.zone) if known else None
