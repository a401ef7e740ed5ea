"""A person named in a registration, and the place that person has."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participants import enums
from participants.models.registration import Registration
from sessions.enums import MAY_LOOK, Side
from sessions.models import Session
from taskforce.fields import Line

WAITING_HAS_NUMBER = Q(place="waiting", queue_number__isnull=False) | (~Q(place="waiting") & Q(queue_number=None))


class DelegateQuerySet(models.QuerySet):
    def for_user(self, user, roles: tuple[str, ...] = MAY_LOOK) -> DelegateQuerySet:
        """Delegates of the sessions all of which this user may see, or at which they have one of the roles."""
        return self.filter(session__in=Session.objects.for_user(user, roles))

    def confirmed(self) -> DelegateQuerySet:
        return self.filter(place=enums.Place.CONFIRMED)

    def waiting(self) -> DelegateQuerySet:
        return self.filter(place=enums.Place.WAITING).order_by("queue_number")

    def offered(self) -> DelegateQuerySet:
        """Delegates whose place came from the waiting list and is not accepted yet: they hold it until accept_by."""
        return self.filter(place=enums.Place.CONFIRMED, accept_by__isnull=False, accepted_at=None)

    def with_queue_position(self) -> DelegateQuerySet:
        """Annotate ``queue_position``: how far a waiting delegate is, counted from 1; null for who does not wait."""
        ahead = self.model._default_manager.filter(
            session=OuterRef("session"), side=OuterRef("side"), queue_number__lte=OuterRef("queue_number")
        )
        counted = ahead.order_by().values("session").annotate(number=Count("pk")).values("number")
        return self.annotate(queue_position=Subquery(counted))


class Delegate(models.Model):
    """A person named in a registration. ``session`` and ``side`` repeat the registration's for the constraints."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="delegates", verbose_name=_("registration")
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="delegates", verbose_name=_("session"))
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    given_latin = Line(_("given name in Latin letters"), max_length=80, blank=True)
    family_latin = Line(_("family name in Latin letters"), max_length=80, blank=True)
    given_cyrillic = Line(_("given name in Cyrillic letters"), max_length=80, blank=True)
    family_cyrillic = Line(_("family name in Cyrillic letters"), max_length=80, blank=True)
    name_key = models.CharField(_("comparison key"), max_length=350, editable=False, db_index=True)
    qualification = Line(_("qualification"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language of the mails"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: the language of the registration."),
    )
    speaks = models.JSONField(
        _("languages spoken"), default=list, blank=True, help_text=_("Codes, such as it, ru, en, de.")
    )
    needs_interpreter = models.BooleanField(_("wishes an interpreter"), default=False)
    dietary_needs = Line(_("dietary needs"), max_length=200, blank=True)
    access_needs = Line(_("access needs"), max_length=300, blank=True)
    place = models.CharField(_("place"), max_length=10, choices=enums.Place.choices, default=enums.Place.REQUESTED)
    queue_number = models.PositiveIntegerField(_("queue number"), null=True, blank=True)

    accept_by = models.DateTimeField(
        _("to be accepted by"),
        null=True,
        blank=True,
        help_text=_("A place offered from the waiting list is given to the next if it is not accepted by then."),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    conditions_read_at = models.DateTimeField(
        _("conditions read"), null=True, blank=True, help_text=_("When the delegate agreed in person.")
    )

    objects = DelegateQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["registration_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_latin="", family_latin="") | ~Q(given_cyrillic="", family_cyrillic=""),
                name="delegate_has_a_name",
                violation_error_message=_("A delegate has a name in one alphabet at least."),
            ),
            models.CheckConstraint(condition=WAITING_HAS_NUMBER, name="delegate_queue_number_while_waiting"),
            models.UniqueConstraint(fields=["session", "side", "queue_number"], name="delegate_queue_number_unique"),
            models.CheckConstraint(
                condition=Q(accept_by=None) | Q(place="confirmed"), name="delegate_offer_holds_a_place"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accept_by__isnull=False), name="delegate_accepts_an_offer"
            ),
        ]
        indexes = [models.Index(fields=["session", "side", "place"], name="delegate_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given and family name for the reader: Cyrillic on Russian pages, Latin elsewhere, else the one there is."""
        latin = f"{self.given_latin} {self.family_latin}".strip()
        cyrillic = f"{self.given_cyrillic} {self.family_cyrillic}".strip()
        return (cyrillic or latin) if get_language() == "ru" else (latin or cyrillic)

    @property
    def mail_language(self) -> str:
        """The language this person's mails are written in."""
        return self.language or self.registration.language

    @property
    def other_name(self) -> str:
        """The name in the alphabet that ``name`` does not show; empty where it is not known."""
        latin = f"{self.given_latin} {self.family_latin}".strip()
        cyrillic = f"{self.given_cyrillic} {self.family_cyrillic}".strip()
        other = latin if get_language() == "ru" else cyrillic
        return other if other != self.name else ""
