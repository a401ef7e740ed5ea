"""The texts of an act in the public register: the signed ones, article by article, and the files they came in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from agreements.enums import TextLanguage
from agreements.models import Agreement
from agreements.search.texts import public_texts
from agreements.sections import Section
from taskforce import uploads


def gather_texts(act: Agreement) -> dict:
    """Return the public texts of an act: Italian, Russian, English. Two queries."""
    found = list(public_texts([act]).prefetch_related("articles"))
    return {"texts": sorted(found, key=lambda text: TextLanguage.values.index(text.language))}


TEXTS = Section("agreements/act/texts.html", gather_texts)


@require_safe
def text_file(request: HttpRequest, pk: int, text: int) -> HttpResponse:
    """Hand out the file a public text came in, as a download. What is not public answers as what is not there."""
    act = get_object_or_404(Agreement.objects.public(), pk=pk)
    found = get_object_or_404(public_texts([act]), pk=text)
    if not found.file:
        raise Http404
    return uploads.handed_out(found.file, found.file_name)
