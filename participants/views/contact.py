"""The contact page: a question to the organisers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participants import services
from participants.forms.contact import ContactForm
from taskforce.limits import limited


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("contact")
def contact(request: HttpRequest) -> HttpResponse:
    """Ask a question; sent twice it is one."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.send_enquiry(**form.cleaned_data, language=get_language())
        return redirect("participants:contact_sent")
    return render(request, "participants/contact.html", {"form": form})


@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, and nothing of what was typed."""
    return render(request, "participants/contact_sent.html")
