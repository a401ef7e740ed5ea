"""Acts on the second factor: to set it up, to take a code of it, to remove it."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import codes
from accounts.emails import Happened, send_sign_in_changed
from accounts.models import RecoveryCode, SecondFactor, User
from taskforce.errors import DomainError

SIX_DIGITS = re.compile(r"[0-9]{6}")


def has_second_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()


def set_up_second_factor(user: User, secret: str, code: str) -> list[str]:
    """Keep the telephone whose code shows that it has the secret; returns recovery codes, never seen again."""
    step = codes.step_of(secret, _without_blanks(code))
    if step is None:
        message = _("This code is not right. Compare the telephone's clock with another one, and type the newest code.")
        raise DomainError(message, field="code", code="code")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if has_second_factor(user):
            raise DomainError(_("You have a second factor already: remove it first."), code="exists")
        SecondFactor.objects.create(user=user, secret=codes.seal(secret), last_step=step)
        send_sign_in_changed(user, Happened.FACTOR_SET_UP)
        return _new_recovery_codes(user)


def renew_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones are worth nothing from now on."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not has_second_factor(user):
            raise DomainError(_("You have no second factor yet."), code="none")
        return _new_recovery_codes(user)


def accept_code(user: User, code: str) -> bool:
    """Whether a code is right. Each is right once, and one of the telephone only while no later one was taken."""
    code = _without_blanks(code)
    if not SIX_DIGITS.fullmatch(code):
        return bool(RecoveryCode.objects.filter(user=user, digest=codes.digest(code)).delete()[0])
    factor = SecondFactor.objects.filter(user=user).first()
    secret = codes.unseal(factor.secret) if factor else None
    step = codes.step_of(secret, code) if secret else None
    if step is None:
        return False
    return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step).update(last_step=step))


def remove_second_factor(user: User) -> None:
    """Remove the telephone, the codes on paper and the passkeys: from now on the password alone signs in."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        gone = [rows.delete()[0] for rows in (user.recovery_codes.all(), user.passkeys.all())]
        gone.append(SecondFactor.objects.filter(user=user).delete()[0])
        if any(gone):
            send_sign_in_changed(user, Happened.FACTOR_REMOVED)


def _new_recovery_codes(user: User) -> list[str]:
    made = codes.new_recovery_codes()
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=codes.digest(code)) for code in made)
    return made


def _without_blanks(code: str) -> str:
    return "".join(code.split())
