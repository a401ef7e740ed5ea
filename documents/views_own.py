"""The papers of one registration or one delegate, for whoever was let in at ``my/``."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from documents import services
from documents.models import Document
from documents.views_files import LOOK_AGAIN_SECONDS, file_response
from participants.models import AccessLink
from participants.views import access
from taskforce.errors import DomainError


@access.own_page
def confirmation(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Give the confirmation as it is now. A POST asks a worker for it; a GET only looks whether it is there."""
    wish = ("confirmation", link.registration.session, get_language())
    whose = {"registration": link.registration, "delegate": link.delegate}
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
        return redirect("documents:my_confirmation")
    if not failed and not Document.objects.live().filter(kind=wish[0], **whose).exists():
        return redirect("participants:my_documents")
    context = {"session": wish[1], "failed": failed, "seconds": LOOK_AGAIN_SECONDS}
    return render(request, "documents/own_not_yet.html", context, status=503 if failed else 202)
