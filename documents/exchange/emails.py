"""The mails about lists for the other side: to who may approve one, and to who asked for it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from documents.models import SheetExport
from participants.mailing import inert, put_plain
from sessions.models import Assignment

APPROVE = "approve_sheetexport"


def approvers(export: SheetExport) -> QuerySet[User]:
    """Return who may approve it: the other organisers of the session, and staff with the permission for it."""
    right = Permission.objects.filter(codename=APPROVE, content_type__app_label="documents")
    staff = Q(is_staff=True) & (Q(user_permissions__in=right) | Q(groups__permissions__in=right))
    organisers = Assignment.objects.organising().filter(session=export.session).order_by().values("user")
    others = User.objects.working().exclude(pk=export.requested_by_id)
    found = others.filter(staff | Q(pk__in=organisers)).distinct()
    return found if found.exists() else others.filter(is_superuser=True)


def send_to_approve(export: SheetExport) -> None:
    """Ask those who may approve a list to look at it. Each mail is in the reader's language."""
    for user in approvers(export):
        with override(user.language):
            subject = _("A list for the other side waits for approval")
            text = _(
                "%(name)s asks for a list for the other side.\n\nRecipient: %(recipient)s\nPurpose: %(purpose)s\n\n"
                "It is made only when a second person approves it. Approve or refuse it here:\n%(address)s"
            )
            put_plain(user.email, subject, text % _values(export), reply_to=export.requested_by.email)


def send_decided(export: SheetExport) -> None:
    """Tell whoever asked that the list was approved, or refused and why."""
    user = export.requested_by
    if user is None:
        return
    with override(user.language):
        if export.state == SheetExport.State.REFUSED:
            subject = _("Your list for the other side was refused")
            text = _("%(decider)s refused the list for %(recipient)s.\n\nReason: %(reason)s\n\n%(address)s")
        else:
            subject = _("Your list for the other side was approved")
            text = _(
                "%(decider)s approved the list for %(recipient)s. It is being made; you find it here:\n%(address)s"
            )
        put_plain(user.email, subject, text % _values(export), reply_to=export.decided_by.email)


def _values(export: SheetExport) -> dict[str, str]:
    return {
        "name": str(export.requested_by),
        "decider": str(export.decided_by),
        "recipient": inert(export.recipient),
        "purpose": inert(export.purpose),
        "reason": inert(export.refusal),
        "address": settings.BASE_URL + reverse("desk:exports", args=[export.session.ref]) + f"#export-{export.pk}",
    }
