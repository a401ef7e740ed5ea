"""Whether whoever is signed in showed it shortly before: asked again in front of what takes personal data away."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.sign_in_forms import AgainForm

RECENT_SECONDS = 600
SHOWN_AT = "shown_at"  # in request.session: when a password or a code was last right


def show(request: HttpRequest) -> None:
    """Note that the person has just shown who they are."""
    request.session[SHOWN_AT] = int(time.time())


def is_recent(request: HttpRequest) -> bool:
    """Whether that was at most ten minutes ago."""
    return 0 <= time.time() - request.session.get(SHOWN_AT, 0) <= RECENT_SECONDS


def recently_signed_in(view: Callable) -> Callable:
    """Let a view, or an action of the administration, go on only where the person showed who they are shortly before.

    A GET leads to the page that asks, and from there back. A POST is answered by that page itself (403), which carries
    everything that was posted and sends it again together with the password, so nothing typed or ticked is lost.
    """

    @wraps(view)
    def wrapped(*args, **kwargs) -> HttpResponse:
        request = next(one for one in args if isinstance(one, HttpRequest))
        if not request.user.is_authenticated or is_recent(request):
            return view(*args, **kwargs)
        if request.method != "POST":
            return redirect(f"{reverse('accounts:again')}?{urlencode({'next': request.get_full_path()})}")
        form = AgainForm(request, request.POST if AgainForm.is_sent(request.POST) else None)
        if form.is_bound and form.is_valid():
            show(request)
            request.POST = AgainForm.others(request.POST)
            return view(*args, **kwargs)
        fields = [(name, value) for name, values in AgainForm.others(request.POST).lists() for value in values]
        context = {"form": form, "fields": fields, "files": bool(request.FILES)}
        return render(request, "accounts/again.html", context, status=403)

    return wrapped
