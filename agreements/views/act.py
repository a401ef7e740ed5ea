"""An act in the public register: its page, and its file."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from agreements.public_act import public_facts
from agreements.sections import Section, gather
from agreements.views.act_texts import TEXTS
from agreements.views.implementation import commitments_of
from agreements.views.signatures import PUBLIC_SIGNATURES
from taskforce.text import file_name

# What is told of an act below its facts, in the order of the page: gather(act) gives what is public, and nothing else.
SECTIONS: tuple[Section, ...] = (
    TEXTS,
    PUBLIC_SIGNATURES,
    Section("agreements/act/commitments.html", commitments_of),
)


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is public of an act, and the file with its SHA-256."""
    act = get_object_or_404(Agreement.objects.public().select_related("session__host_region", "table"), pk=pk)
    return render(request, "agreements/agreement.html", {"act": act} | public_facts(act) | gather(SECTIONS, act))


@require_safe
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the file of an act: always as a download, never to be run or shown inside the portal."""
    act = get_object_or_404(Agreement.objects.public().filter(texts_public=True), pk=pk)
    if not act.file or not act.file.storage.exists(act.file.name):
        raise Http404
    response = FileResponse(act.file.open("rb"), as_attachment=True, filename=download_name(act))
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def download_name(act: Agreement) -> str:
    """Return a name that says what the file is, with the ending it was stored under."""
    ending = slugify(act.file.name.rpartition(".")[2])[:5] or "bin"
    return f"{file_name(act.title, fallback=f'act-{act.pk}')}.{ending}"
