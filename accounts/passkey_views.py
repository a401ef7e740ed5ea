"""Adding and removing passkeys, and signing in with one in place of the code. The browser's part is in passkeys.js."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import passkeys
from accounts.attempts import begin_attempt, succeed
from accounts.enums import Outcome
from accounts.recent import recently_signed_in
from accounts.second_factor import has_second_factor
from accounts.sign_in_forms import PasskeyForm
from accounts.views import sign_in_fully, waiting_for_code
from taskforce.errors import DomainError

STATE = "passkey"  # in request.session: the challenge that waits for its answer


@never_cache
@login_required
@recently_signed_in
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Name a passkey, and keep what the browser made."""
    if not passkeys.are_possible() or not has_second_factor(request.user):
        return redirect("accounts:account")
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            passkeys.add_passkey(request.user, state=request.session.pop(STATE, None), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The passkey was added."))
            return redirect("accounts:account")
    return render(request, "accounts/passkey.html", {"form": form})


@require_POST
@login_required
@recently_signed_in
def begin_adding(request: HttpRequest) -> JsonResponse:
    """Tell the browser what to make."""
    options, request.session[STATE] = passkeys.begin_adding(request.user)
    return JsonResponse(options)


@require_POST
@login_required
@recently_signed_in
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own passkey."""
    get_object_or_404(request.user.passkeys, pk=pk).delete()
    messages.success(request, _("The passkey was removed."))
    return redirect("accounts:account")


@require_POST
def begin_using(request: HttpRequest) -> JsonResponse:
    """Tell the browser of somebody whose password was right which passkeys may answer."""
    user = waiting_for_code(request)
    if user is None:
        return JsonResponse({}, status=403)
    options, request.session[STATE] = passkeys.begin_using(user)
    return JsonResponse(options)


@require_POST
def use_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey in place of the code."""
    user = waiting_for_code(request)
    if user is None:
        return redirect("accounts:login")
    try:
        attempt = begin_attempt(request, user.email, Outcome.WRONG_CODE)
        passkeys.use_passkey(user, request.session.pop(STATE, None), request.POST.get("answer", ""))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("accounts:code")
    succeed(attempt)
    return HttpResponseRedirect(sign_in_fully(request, user))
