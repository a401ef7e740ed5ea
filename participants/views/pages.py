"""What the pages below ``my/`` and ``my/person/`` share."""

from __future__ import annotations

from collections.abc import Callable

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
    context |= {"form": form, "registration": registration, "session": registration.session}
    context |= {"heading": heading, "refusal": refusal, "home": reverse(home)}
    status = 403 if refusal and refusal.code == "closed" else 200
    return render(request, f"participants/my/{template}.html", context, status=status)


def act_page(
    request: HttpRequest, registration: Registration, heading: str, form, act: Callable, done: str,
    home: str = "participants:my", **context,
) -> HttpResponse:  # fmt: skip
    """Show a form; posted and valid, do the act and say it is done, or say why not and keep what was typed."""
    refusal = None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act()
            messages.success(request, done)
            return redirect(home)
        except DomainError as error:
            refusal = error
    return form_page(request, registration, heading, form=form, refusal=refusal, home=home, **context)


def accept(request: HttpRequest, delegate: Delegate, home: str) -> HttpResponse:
    """Accept an offered place and say so, or say why that is not possible."""
    try:
        services.accept_place(delegate)
        messages.success(request, _("The place of %(name)s is accepted.") % {"name": delegate.name})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(home)


def posted(request: HttpRequest):
    """Return what was posted, or None."""
    return request.POST if request.method == "POST" else None
