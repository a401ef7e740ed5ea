"""The page of one's own account: password, second factor, and where one is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.models import SecondFactor
from accounts.passkeys import are_possible
from accounts.recent import show
from accounts.services import change_password, end_sessions
from accounts.sign_in_forms import NewPasswordForm
from accounts.signed_in import end_session, places_of
from accounts.views import answered


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """How one signs in, and where one is signed in now."""
    context = {
        "factor": SecondFactor.objects.filter(user=request.user).first(),
        "codes_left": request.user.recovery_codes.count(),
        "passkeys": request.user.passkeys.all(),
        "may_add": are_possible(),
        "places": places_of(request.user, request.session.session_key),
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@never_cache
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; everywhere else one is signed out."""
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    form.request = request
    if form.is_bound and form.is_valid():
        change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        end_sessions(request.user, but=request.session.session_key)
        show(request)
        messages.success(request, _("Your password was changed. Everywhere else you are signed out now."))
        return redirect("accounts:account")
    return answered(render(request, "accounts/password.html", {"form": form}), form)


@require_POST
@login_required
def end_one(request: HttpRequest, ident: str) -> HttpResponse:
    """Sign out in one place."""
    if end_session(request.user, ident):
        messages.success(request, _("Signed out there."))
    return redirect("accounts:account")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    number = end_sessions(request.user, but=request.session.session_key)
    text = ngettext("Signed out in %(number)d other place.", "Signed out in %(number)d other places.", number)
    messages.success(request, text % {"number": number})
    return redirect("accounts:account")
