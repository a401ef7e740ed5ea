"""The closed lists of the app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What became of an attempt to sign in, or to show once more who one is."""

    DONE = "done", pgettext_lazy("attempt", "signed in")
    CODE_NEXT = "code_next", _("password right, code of the second factor asked for")
    WRONG_PASSWORD = "wrong_password", _("wrong password")
    WRONG_CODE = "wrong_code", _("wrong code of the second factor")
    LOCKED = "locked", _("locked after too many wrong attempts")


FAILED = (Outcome.WRONG_PASSWORD, Outcome.WRONG_CODE)
