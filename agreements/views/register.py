"""The public register of acts: the list, and what is searched for in it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.forms.register import RegisterFilter
from agreements.models import Agreement

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
