"""The state of implementation as a PDF, for the public."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from documents.builders.implementation import BUILDER
from documents.services import current_hash, failed_lately, request_document, stored
from documents.views_files import not_yet, public_file
from sessions.models import Session


@require_safe
def implementation_pdf(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """Give the paper as it is now, or ask a worker for it and say so; ``form`` is a language, or ``it+ru``."""
    if form not in BUILDER.languages:
        raise Http404
    session = get_object_or_404(Session.objects.public().select_related("host_region").by_ref(ref))
    if session.ref != ref:
        return redirect("documents:implementation", session.ref, form)
    wish = (BUILDER.kind, session, form)
    facts_hash = current_hash(*wish)
    if document := stored(facts_hash, "pdf"):
        return public_file(request, document)
    failed = failed_lately(facts_hash)
    if not failed:
        request_document(*wish, "pdf")
    return not_yet(request, session, failed, "documents/implementation_not_yet.html")
