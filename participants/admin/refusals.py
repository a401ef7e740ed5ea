"""What staff read when acts refused some of the rows they had ticked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taskforce.errors import DomainError

NAMED = 10  # so many refusals are told with their reason; the rest are counted


def report_refusals(model_admin: ModelAdmin, request: HttpRequest, refused: list[tuple[str, DomainError]]) -> None:
    """Tell how many were refused, and of the first ones which and why."""
    if not refused:
        return
    text = ngettext("%(count)d refused.", "%(count)d refused.", len(refused)) % {"count": len(refused)}
    model_admin.message_user(request, text, messages.WARNING)
    for name, error in refused[:NAMED]:
        model_admin.message_user(request, _("%(name)s: %(reason)s") % {"name": name, "reason": error}, messages.ERROR)
