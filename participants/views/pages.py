"""What the pages below ``my/`` and ``my/person/`` share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participants import services
from participants.models import Delegate, Registration
from taskforce.errors import DomainError


def form_page(
    request: HttpRequest,
    registration: Registration,
    heading: str,
    *,
    form=None,
    template: str = "form",
    refusal: DomainError | None = None,
    home: str = "participants:my",
    **context,
) -> HttpResponse:
    """Show a page with one form, which keeps what was typed; a refused change says why (403 after the deadline)."""
    if refusal and form is not None and refusal.field in form.fields:
        form.add_error(refusal.field, refusal.message)
    context |= {"form": form, "session": registration.session, "heading": heading, "refusal": refusal}
    status = 403 if refusal and refusal.code == "closed" else 200
    return render(request, f"participants/my/{template}.html", context | {"home": reverse(home)}, status=status)


def accept(request: HttpRequest, delegate: Delegate, home: str) -> HttpResponse:
    """Accept an offered place and say so, or say why that is not possible."""
    try:
        services.accept_place(delegate)
        messages.success(request, _("The place of %(name)s is accepted.") % {"name": delegate.name})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(home)
