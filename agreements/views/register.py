"""The public register of acts: the list, an act, and its file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agreements.forms.register import RegisterFilter
from agreements.models import Agreement
from taskforce.text import file_name

ACTS_A_PAGE = 25


def public_acts():
    """Return what the register shows of each act, in two queries."""
    acts = Agreement.objects.public().select_related("session__host_region").prefetch_related("parties")
    return acts.order_by(F("signed_on").desc(nulls_last=True), "position", "pk")


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """List the signed public acts, the newest first."""
    form = RegisterFilter(request.GET)
    page_obj = Paginator(form.apply(public_acts()), ACTS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page_obj, "filtered": any(request.GET.get(name) for name in form.fields)}
    return render(request, "agreements/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an act with its parties, and the file with its SHA-256."""
    return render(request, "agreements/agreement.html", {"act": get_object_or_404(public_acts(), pk=pk)})


@require_safe
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the file of an act: always as a download, never to be run or shown inside the portal."""
    act = get_object_or_404(Agreement.objects.public(), pk=pk)
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
