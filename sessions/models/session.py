"""One edition of the Task Force."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import is_working
from sessions import enums
from sessions.models.region import HostRegion
from taskforce.dates import today_in_rome
from taskforce.fields import Block, Line


def check_time_zone(value: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not the name of a time zone, such as Europe/Rome."), params={"name": value}
        )


class SessionQuerySet(models.QuerySet):
    def public(self) -> SessionQuerySet:
        """Sessions the public may see: everything but drafts (a session of unknown status is history)."""
        return self.exclude(status=enums.SessionStatus.DRAFT)

    def held(self, as_of: dt.date) -> SessionQuerySet:
        """Sessions known to have been held, as of a date; counts of sessions and regions come from here alone."""
        return self.filter(status=enums.SessionStatus.HELD).filter(Q(starts_on=None) | Q(starts_on__lte=as_of))

    def for_user(self, user, roles: tuple[str, ...] = enums.MAY_LOOK) -> SessionQuerySet:
        """Sessions all of which this user may see: all for ministry staff, else those assigned in one of the roles."""
        if not user.is_active or not user.is_authenticated:
            return self.none()
        if user.is_superuser or (user.is_staff and user.has_perm("taskforce_sessions.view_session")):
            return self
        mine = Assignment.objects.in_force().filter(user=user, role__in=roles)
        return self.filter(pk__in=mine.order_by().values("session"))

    def by_ref(self, ref: str) -> SessionQuerySet:
        """The session of an address: ``25`` is its number, ``s12`` the primary key of one that may have no number."""
        return self.filter(pk=int(ref[1:])) if ref.startswith("s") else self.filter(number=int(ref))

    def newest_first(self) -> SessionQuerySet:
        return self.order_by(F("starts_on").desc(nulls_last=True), F("number").desc(nulls_first=True), "pk")


class Session(models.Model):
    """One edition of the Task Force. Null means *not known* in every field, and is never replaced by a guess."""

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = Line(_("title"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=enums.SessionStatus.choices, null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=enums.Mode.choices, null=True, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    dates_note = Line(
        _("note on the dates"), max_length=200, blank=True, help_text=_("Such as “2010” where only the year is known.")
    )
    planned_starts_on = models.DateField(_("planned first day"), null=True, blank=True)
    planned_ends_on = models.DateField(_("planned last day"), null=True, blank=True)
    planned_city = Line(_("planned city"), max_length=120, blank=True)
    planned_note = Line(_("note on the plan"), max_length=300, blank=True)
    host_region = models.ForeignKey(
        HostRegion, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("host region")
    )
    city = Line(_("city"), max_length=120, blank=True)
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        default="Europe/Rome",
        validators=[check_time_zone],
        help_text=_("Empty where it is not known."),
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    capacity_it = models.PositiveIntegerField(_("places, Italian side"), null=True, blank=True)
    capacity_ru = models.PositiveIntegerField(_("places, Russian side"), null=True, blank=True)
    admission = models.CharField(
        _("admission"), max_length=10, choices=enums.Admission.choices, default=enums.Admission.REVIEW
    )
    acceptance_hours = models.PositiveSmallIntegerField(
        _("hours to accept a place"),
        null=True,
        blank=True,
        help_text=_("For places given from the waiting list. Empty: nothing has to be accepted."),
    )
    changes_until = models.DateTimeField(
        _("changes possible until"),
        null=True,
        blank=True,
        help_text=_("Until then companies change their registration. Empty: until the session begins."),
    )
    minutes_within_town = models.PositiveSmallIntegerField(
        _("minutes between venues of one town"), default=15, help_text=_("Where no travel time is given for the two.")
    )
    minutes_between_towns = models.PositiveSmallIntegerField(
        _("minutes between two towns"), default=60, help_text=_("Where no travel time is given for the two venues.")
    )
    is_demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Not a real session; pages say so.")
    )
    introduction = Block(_("introduction"), blank=True)
    conditions = Block(
        _("conditions of participation"), blank=True, help_text=_("Each delegate is sent them and agrees to them.")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = [F("starts_on").desc(nulls_last=True), F("number").desc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="session_number_unique",
                violation_error_message=_("There is a session with this number."),
            ),
            models.CheckConstraint(condition=Q(number=None) | Q(number__gt=0), name="session_number_above_zero"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="session_ends_after_start",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(planned_starts_on=None)
                | Q(planned_ends_on=None)
                | Q(planned_ends_on__gte=F("planned_starts_on")),
                name="session_planned_ends_after_start",
                violation_error_message=_("The planned last day is before the planned first day."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="session_registration_closes_after_opening",
                violation_error_message=_("Registration closes before it opens."),
            ),
            models.CheckConstraint(
                condition=(Q(capacity_it=None) | Q(capacity_it__gt=0)) & (Q(capacity_ru=None) | Q(capacity_ru__gt=0)),
                name="session_capacity_above_zero",
                violation_error_message=_("A capacity is above zero, or empty where there is no limit."),
            ),
            models.CheckConstraint(
                condition=Q(acceptance_hours=None) | Q(acceptance_hours__gt=0),
                name="session_acceptance_hours_above_zero",
                violation_error_message=_("At least one hour, or nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or (
            str(_("Session %(number)s") % {"number": self.number})
            if self.number
            else str(_("Session without a number"))
        )

    def get_absolute_url(self) -> str:
        return reverse("sessions:session", args=[self.ref])

    @property
    def ref(self) -> str:
        """The session's part of an address: its number, or ``s`` and its primary key while it has none."""
        return str(self.number) if self.number else f"s{self.pk}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The host's time zone; every time of the programme is in it. UTC where it is not known."""
        return zoneinfo.ZoneInfo(self.timezone or "UTC")

    @property
    def days(self) -> int | None:
        """How many days the session lasts, or None where a date is not known."""
        return (self.ends_on - self.starts_on).days + 1 if self.starts_on and self.ends_on else None

    def date_of(self, day: int | None) -> dt.date | None:
        """The date of the session's n-th day, counted from 1; None where either is not known."""
        return self.starts_on + dt.timedelta(days=day - 1) if self.starts_on and day else None

    def capacity(self, side: str) -> int | None:
        """How many persons of a side have a place; None where there is no limit."""
        return self.capacity_it if side == enums.Side.IT else self.capacity_ru

    def phase(self, now: dt.datetime | None = None) -> enums.Phase:
        """The state at a moment (default: now); ``open`` and ``closed`` follow from the registration dates."""
        if self.status is None:
            return enums.Phase.UNKNOWN
        if self.status != enums.SessionStatus.ANNOUNCED:
            return enums.Phase(self.status)
        now = now or timezone.now()
        if self.opens_at is None or now < self.opens_at:
            return enums.Phase.ANNOUNCED
        return enums.Phase.CLOSED if self.closes_at and now >= self.closes_at else enums.Phase.OPEN

    def is_open(self, now: dt.datetime | None = None) -> bool:
        """Whether a company may register at this moment."""
        return self.phase(now) == enums.Phase.OPEN

    def may_change(self, now: dt.datetime | None = None) -> bool:
        """Whether a company may still change its registration: until changes_until, else the first day at the host."""
        now = now or timezone.now()
        if self.phase(now) not in (enums.Phase.ANNOUNCED, enums.Phase.OPEN, enums.Phase.CLOSED):
            return False
        if self.changes_until:
            return now < self.changes_until
        return self.starts_on is None or now.astimezone(self.zone).date() < self.starts_on


class SessionOrganiser(models.Model):
    """A body that organises a session or is its partner, with the name it had then."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="organisers", verbose_name=_("session"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = Line(_("name"), max_length=250)
    role = models.CharField(
        _("role"), max_length=10, choices=enums.OrganiserRole.choices, blank=True, default=enums.OrganiserRole.ORGANISER
    )
    side = models.CharField(_("side"), max_length=2, choices=enums.Side.choices, null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["session", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet):
    def in_force(self) -> AssignmentQuerySet:
        """Roles whose last day is not over."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=today_in_rome()))

    def organising(self) -> AssignmentQuerySet:
        """Roles of organisers who can do their work today."""
        return self.in_force().filter(is_working("user__"), role=enums.AssignmentRole.ORGANISER)


class Assignment(models.Model):
    """What a user may do at the desk of one session."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name=_("user")
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="assignments", verbose_name=_("session"))
    role = models.CharField(_("role"), max_length=10, choices=enums.AssignmentRole.choices)
    side = models.CharField(
        _("side"),
        max_length=2,
        choices=enums.Side.choices,
        blank=True,
        help_text=_("Only of the office of a side: whose delegation it sees."),
    )
    expires_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After this day the role opens nothing. Empty: it stays.")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["session", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "session", "role"],
                name="assignment_unique",
                violation_error_message=_("This person already has this role at this session."),
            ),
            models.CheckConstraint(
                condition=Q(role="office", side__in=enums.Side.values) | (~Q(role="office") & Q(side="")),
                name="assignment_side_of_office",
                violation_error_message=_("The office of a side has a side; other roles have none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def has_expired(self) -> bool:
        """Whether the last day of the role is over, in Rome."""
        return self.expires_on is not None and self.expires_on < today_in_rome()
