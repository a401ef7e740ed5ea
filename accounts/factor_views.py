"""Setting a second factor up, its codes on paper, and removing it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import codes, second_factor
from accounts.middleware import SECOND_FACTOR
from accounts.recent import recently_signed_in
from accounts.services import end_sessions
from accounts.sign_in_forms import SetUpForm
from taskforce.errors import DomainError


@never_cache
@login_required
@recently_signed_in
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the QR code for the telephone, take its first code, and show the recovery codes this once."""
    if second_factor.has_second_factor(request.user):
        return redirect("accounts:account")
    form = SetUpForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = second_factor.set_up_second_factor(request.user, form.secret, form.cleaned_data["code"])
        except DomainError as error:
            form.add_error(error.field, error.message)
        else:
            request.session[SECOND_FACTOR] = True
            end_sessions(request.user, but=request.session.session_key)
            return render(request, "accounts/recovery_codes.html", {"codes": made, "is_new": True})
    context = {
        "form": form,
        "qr": codes.qr_code(codes.for_telephone(request.user.email, form.secret), _("QR code for the telephone")),
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "accounts/second_factor.html", context)


@require_POST
@never_cache
@login_required
@recently_signed_in
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    try:
        made = second_factor.renew_recovery_codes(request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("accounts:account")
    return render(request, "accounts/recovery_codes.html", {"codes": made, "is_new": False})


@require_POST
@login_required
@recently_signed_in
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the second factor."""
    second_factor.remove_second_factor(request.user)
    request.session.pop(SECOND_FACTOR, None)
    messages.success(request, _("Your second factor was removed."))
    return redirect("accounts:account")
