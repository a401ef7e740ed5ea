"""The papers of one registration or one delegate, for whoever was let in at ``my/``."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from documents import services
from documents.builders import PERSONAL
from documents.models import Document
from documents.views_files import LOOK_AGAIN_SECONDS, file_response
from participants.models import AccessLink, Delegate
from participants.views import access
from taskforce.errors import DomainError


@access.own_page
def confirmation(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Give the confirmation as it is now."""
    return own_paper(request, "confirmation", link, link.delegate)


@access.own_page
def my_programme(request: HttpRequest, link: AccessLink, pk: int) -> HttpResponse:
    """Give the programme of one delegate: to a delegate the own one, to a contact that of each who was named."""
    named = Delegate.objects.filter(registration=link.registration)
    own = named.filter(pk=link.delegate.pk) if link.delegate else named
    return own_paper(request, "my_programme", link, get_object_or_404(own, pk=pk))


def own_paper(request: HttpRequest, kind: str, link: AccessLink, delegate: Delegate | None) -> HttpResponse:
    """Give a paper of the registration or of one delegate. A POST asks a worker for it; a GET only looks for it."""
    wish = (kind, link.registration.session, get_language())
    whose = {"registration": link.registration, "delegate": delegate}
    try:
        facts_hash = services.current_hash(*wish, **whose)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("participants:my_documents")
    ready = services.stored(facts_hash, "pdf")
    if ready:
        return file_response(ready, "attachment")
    failed = services.failed_lately(facts_hash)
    if request.method == "POST" and not failed:
        services.request_document(*wish, "pdf", **whose)
        return redirect(request.path)
    if not failed and not Document.objects.live().filter(kind=kind, **whose).exists():
        return redirect("participants:my_documents")
    context = {"heading": PERSONAL[kind].label, "session": wish[1], "failed": failed, "seconds": LOOK_AGAIN_SECONDS}
    return render(request, "documents/own_not_yet.html", context, status=503 if failed else 202)
