"""Signing in."""

from __future__ import annotations

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.forms import AgainForm, SignInForm
from accounts.recent import show


class SignInView(auth_views.LoginView):
    """The page where organisers and ministry staff sign in; who is signed in already goes on to the desk."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@login_required
def again(request: HttpRequest) -> HttpResponse:
    """Show once more who one is, and go on to where one wanted to go."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("desk:home")
    form = AgainForm(request, request.POST or None)
    if form.is_bound and form.is_valid():
        show(request)
        return HttpResponseRedirect(target)
    return render(request, "accounts/again.html", {"form": form, "fields": [("next", target)], "files": False})
