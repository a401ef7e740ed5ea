"""The pages of a side's office: its delegation, and what its companies wish to change."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from audit.services import filters_of, record_list
from desk.access import DECIDE, DELEGATION, Rights, at_desk, offered, rights
from desk.delegation import DelegationFilter, list_delegation, registrations_of
from participants.forms import ChangesForm
from participants.models import Registration
from participants.proposals import decided_words, describe_changes, with_open_changes
from participants.services import decide_changes
from sessions.models import Session
from taskforce.admin_site import is_key
from taskforce.errors import DomainError

PEOPLE_A_PAGE = 50
COMPANIES_A_PAGE = 20


@at_desk(DELEGATION)
def delegation(request: HttpRequest, session: Session) -> HttpResponse:
    """The delegates of the user's side; of both for who sees the whole session."""
    mine = rights(request.user, session)
    sides = mine.sides(DELEGATION)
    form = DelegationFilter(request.GET, sides=sides)
    chosen = form.chosen
    page_obj = Paginator(list_delegation(session, sides, **chosen), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    record_list(
        request.user,
        gettext_lazy("The delegation of a session"),
        page_obj,
        filters_of(request.GET, session=session.ref),
    )
    open_changes = with_open_changes(registrations_of(session, sides)).count()
    frame = {"session": session, "page": "delegation", "may": offered(mine)}
    context = {"form": form, "page_obj": page_obj, "open_changes": open_changes, "narrowed": any(chosen.values())}
    return render(request, "desk/delegation.html", frame | context)


@at_desk(DELEGATION, post=DECIDE)
def changes(request: HttpRequest, session: Session) -> HttpResponse:
    """What companies of the user's side wish to change; a post decides what is ticked of one of them."""
    mine = rights(request.user, session)
    if request.method != "POST":
        return show_changes(request, mine, session)
    pk = request.POST.get("registration", "")
    own = registrations_of(session, mine.sides(DECIDE))
    registration = get_object_or_404(own, pk=int(pk) if is_key(pk) else 0)
    open_ones = list(registration.proposed_changes.filter(approved=None))
    form = ChangesForm(request.POST, open_ones)
    if form.is_valid():
        try:
            messages.success(request, decide(registration, open_ones, form, request.user))
            return redirect("desk:changes", session.ref)
        except DomainError as error:
            form.add_error(None, error.message)
    return show_changes(request, mine, session, registration.pk, form)


def decide(registration: Registration, open_ones: list, form: ChangesForm, by) -> str:
    """Decide what was ticked, and return what was done in words. Raises DomainError."""
    ticked = [change for change in open_ones if str(change.pk) in form.cleaned_data["changes"]]
    approve = form.cleaned_data["decision"] == "approve"
    decide_changes(ticked, by, approve=approve, reason=form.cleaned_data["reason"])
    return decided_words(approve, len(ticked))


def show_changes(
    request: HttpRequest, mine: Rights, session: Session, wrong_pk: int | None = None, form: ChangesForm | None = None
) -> HttpResponse:
    """Render the page, with what was typed for one company where that was refused."""
    rows = with_open_changes(registrations_of(session, mine.sides(DELEGATION)))
    page_obj = Paginator(rows, COMPANIES_A_PAGE).get_page(request.GET.get("page"))
    record_list(
        request.user, gettext_lazy("Changes to approve"), page_obj, filters_of(request.GET, session=session.ref)
    )
    words, deciding = describe_changes(page_obj), mine.sides(DECIDE)
    proposals = [
        (one, words[one.pk], form if one.pk == wrong_pk else None, one.organisation.side in deciding)
        for one in page_obj
    ]
    frame = {"session": session, "page": "changes", "may": offered(mine)}
    return render(request, "desk/changes.html", frame | {"proposals": proposals, "page_obj": page_obj})
