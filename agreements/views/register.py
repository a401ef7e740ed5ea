"""The public register of acts: the search, what narrows it, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agreements.forms.register import Order, RegisterFilter
from agreements.models import Agreement
from agreements.register import chips_of, facets_of
from agreements.search import best_first
from agreements.search.facets import Wish, count, narrowed
from agreements.search.passages import Passage, marked, passages
from taskforce.dates import today_in_rome

ACTS_A_PAGE = 25
ORDERS = {
    Order.OLDEST: ("signed_on", "position", "pk"),
    Order.TITLE: ("title", "pk"),
}


@dataclass(frozen=True)
class Found:
    """An act as the list shows it, with the words that were looked for marked."""

    act: Agreement
    title: SafeString
    parties: list[SafeString]
    passages: list[Passage]


def public_acts() -> QuerySet[Agreement]:
    """Return what the register shows of each act, in two queries."""
    acts = Agreement.objects.public().select_related("session__host_region").prefetch_related("parties")
    return acts.order_by(F("signed_on").desc(nulls_last=True), "position", "pk")


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """List the signed public acts that answer to the search."""
    form, today, language = RegisterFilter(request.GET), today_in_rome(), get_language()
    wish = form.wish()
    total, counted = count(wish, language, today)
    facets = facets_of(request.GET, wish, counted)
    form.offer({facet.name: facet.values for facet in facets})
    pages = Paginator(ordered(narrowed(public_acts(), wish, today), wish, form), ACTS_A_PAGE)
    pages.count = total
    page_obj = pages.get_page(request.GET.get("page"))
    context = {
        "form": form, "page_obj": page_obj, "filtered": any(request.GET.get(name) for name in form.fields),
        "found": found(page_obj.object_list, wish, language), "facets": facets,
        "chips": chips_of(request.GET, wish),
    }  # fmt: skip
    return render(request, "agreements/agreements.html", context)


def ordered(acts: QuerySet[Agreement], wish: Wish, form: RegisterFilter) -> QuerySet[Agreement]:
    """Order what was found as it was asked for: else the best answer first, or the newest where no words were typed."""
    order = form.cleaned_data.get("sort")
    if order in ORDERS:
        return acts.order_by(*ORDERS[order])
    return best_first(acts, wish.words) if wish.words and order != Order.NEWEST else acts


def found(acts: list[Agreement], wish: Wish, language: str) -> list[Found]:
    """Return the acts of a page as they are shown."""
    acts = list(acts)
    told = passages(acts, wish.words, language)
    return [
        Found(
            act, marked(act.title, wish.words), [marked(party.name, wish.words) for party in act.parties.all()],
            told.get(act.pk, []),
        )
        for act in acts
    ]  # fmt: skip
