"""The people who sign in: ministry staff and organisers. Companies never have an account (see participants)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sign_in_models import Attempt, Passkey, RecoveryCode, SecondFactor, SignedIn
from taskforce.dates import today_in_rome
from taskforce.fields import Line

__all__ = [
    "Attempt", "Invitation", "Passkey", "RecoveryCode", "SavedFilter", "SecondFactor", "SignedIn", "User",
]  # fmt: skip


class UserQuerySet(models.QuerySet):
    def working(self) -> UserQuerySet:
        """Accounts somebody can sign in with today: not switched off, not expired, and taken up if by invitation."""
        return self.filter(is_working())


def is_working(prefix: str = "") -> models.Q:
    """What makes an account one that somebody works with; ``prefix`` leads to the account, as in ``user__``."""
    lasts = models.Q(**{f"{prefix}expires_on": None}) | models.Q(**{f"{prefix}expires_on__gte": today_in_rome()})
    taken_up = models.Q(**{f"{prefix}invitation": None}) | models.Q(
        **{f"{prefix}invitation__accepted_at__isnull": False}
    )
    return models.Q(**{f"{prefix}is_active": True}) & lasts & taken_up


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; an e-mail address is the name one signs in with, whatever its case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """An account. ``is_staff`` opens the admin; what an organiser may do at a session is an Assignment."""

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail address.")},
    )
    full_name = Line(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="it")
    is_staff = models.BooleanField(
        _("ministry staff"), default=False, help_text=_("May sign in to the administration.")
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Untick instead of deleting an account."))
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After this day nobody signs in with this account. Empty: it does not expire."),
    )
    expiry_told = models.DateField(_("told of the last day"), null=True, editable=False)  # the one the mail spoke of
    date_joined = models.DateTimeField(_("created"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("An e-mail address is kept in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def has_expired(self) -> bool:
        """Whether the last day of the account is over, in Rome."""
        return self.expires_on is not None and self.expires_on < today_in_rome()

    @property
    def open_invitation(self) -> Invitation | None:
        """The invitation to this account while nobody has taken it up; None of any other account."""
        found = getattr(self, "invitation", None)
        return found if found and found.is_open else None

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0] if self.full_name else self.email


class Invitation(models.Model):
    """That an account is offered to somebody by mail. Nobody signs in with the account before it is taken up.

    Of the link in the mail only the hash is stored. A link that is sent again is another one.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="invitation", verbose_name=_("user"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="invitations_sent", verbose_name=_("invited by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("may be used until"))
    accepted_at = models.DateTimeField(_("taken up"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None), name="invitation_one_end"
            ),
        ]

    def __str__(self) -> str:
        return self.user.email

    @property
    def is_open(self) -> bool:
        """Whether it waits to be taken up; its link may be too old all the same."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_usable(self) -> bool:
        """Whether its link may be used now."""
        lasts = self.expires_at > timezone.now() and self.user.is_active and not self.user.has_expired
        return self.is_open and lasts


class SavedFilter(models.Model):
    """A filter of a list of the administration that one person keeps under a name; nobody else sees it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", verbose_name=_("user"))
    page = models.CharField(_("list"), max_length=100)
    name = Line(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name
