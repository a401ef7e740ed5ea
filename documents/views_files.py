"""Finished files handed out: the public programme as a PDF, and the desk's documents."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.recent import recently_signed_in
from audit.models import ReadingAct
from audit.services import record_reading
from documents import services, store
from documents.builders import KINDS, programme
from documents.builders.attendance import registered_delegates
from documents.jobs import words_of
from documents.models import Document
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.text import file_name

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOOK_AGAIN_SECONDS = 3


@require_safe
def programme_pdf(request: HttpRequest, ref: str, form: str = "") -> HttpResponse:
    """Give the programme as it is now, or ask a worker for it and say so; nothing is rendered here.

    ``form`` is two languages to stand side by side (``it+ru``), or a shorter form in the language of the page.
    """
    session = get_object_or_404(Session.objects.public().select_related("host_region").by_ref(ref))
    if session.ref != ref:
        found = request.resolver_match
        return redirect(found.view_name, **found.kwargs | {"ref": session.ref})
    kind, language = wish_of(form)
    wish = (kind, session, language)
    try:
        facts_hash = services.current_hash(*wish)
    except DomainError as error:  # a day that the programme has not
        raise Http404 from error
    document = services.stored(facts_hash, "pdf")
    if document:
        return public_file(request, document)
    failed = services.failed_lately(facts_hash)
    if not failed:
        services.request_document(*wish, "pdf")
    return not_yet(request, session, failed)


def wish_of(form: str) -> tuple[str, str]:
    """Return kind and language of what the public may ask for by an address. Raises Http404."""
    if not form:
        return "programme", get_language()
    if form in programme.PAIRS:
        return "programme", form
    if form not in programme.PUBLIC_FORMS:
        raise Http404
    return form, get_language()


def public_file(request: HttpRequest, document: Document) -> HttpResponse:
    """Return a file anybody may see, shown in the browser; 304 where the browser has it."""
    etag = f'"{document.file_sha256}"'
    response = get_conditional_response(request, etag=etag) or file_response(document, "inline")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def not_yet(
    request: HttpRequest, session: Session, failed: bool, template: str = "documents/not_yet.html"
) -> HttpResponse:
    """Say that the file is being made (202, the page looks again by itself), or that it cannot be made now (503)."""
    context = {"session": session, "failed": failed, "seconds": LOOK_AGAIN_SECONDS}
    response = render(request, template, context, status=503 if failed else 202)
    response.headers["Retry-After"] = str(services.FAILED_SECONDS if failed else LOOK_AGAIN_SECONDS)
    return response


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a finished document to somebody at its session's desk."""
    documents = Document.objects.for_user(request.user).filter(state=Document.State.DONE, registration=None)
    document = get_object_or_404(documents.select_related("session"), pk=pk)
    builder = KINDS.get(document.kind)
    return download_of_people(request, document) if builder and builder.names_people else private_file(document)


@recently_signed_in
def download_of_people(request: HttpRequest, document: Document) -> HttpResponse:
    """Give a document that names people, which goes on record."""
    response = private_file(document)
    people = registered_delegates(document.session)
    record_reading(request.user, KINDS[document.kind].label, people, act=ReadingAct.EXPORTED)
    return response


def private_file(document: Document) -> HttpResponse:
    """Return the file for one person: no browser runs what is in it, no cache keeps it."""
    response = file_response(document, "attachment")
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell how far a document is, for the desk's progress bar."""
    document = get_object_or_404(Document.objects.for_user(request.user), pk=pk)
    done = document.state == Document.State.DONE
    words = doing(document)
    return JsonResponse(
        {
            "state": document.state,
            "step": document.step,
            "steps": document.steps,
            "percent": 100 if done else round(100 * document.step / max(document.steps, 1)),
            "label": str(KINDS[document.kind].label) if document.kind in KINDS else document.kind,
            "words": words,
            "error": document.error,
            "url": reverse("documents:download", args=[document.pk]) if done else "",
        }
    )


def doing(document: Document) -> str:
    """Return what is being done for the document now, in words."""
    running = document.state == Document.State.RUNNING
    return words_of(document.step, document.steps) if running else str(document.get_state_display())


def file_response(document: Document, disposition: str) -> HttpResponse:
    """Return the file under a name that tells what it is; ``nosniff`` comes with every answer of the portal.

    Raises Http404 where the file is gone.
    """
    content = store.get(document.file)
    if content is None:
        raise Http404
    name = file_name(f"task-force-{document.session.ref}-{document.kind}-{document.language}")
    response = HttpResponse(content, content_type=CONTENT_TYPES[document.format])
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}.{document.format}"'
    return response
