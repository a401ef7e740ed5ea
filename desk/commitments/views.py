"""The pages of commitments at a session's desk: the list, one with its reports, and taking one from an act."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from agreements.models import Commitment
from agreements.services import commitments as acts
from desk.access import VIEW, WRITE_ACTS, at_desk
from desk.acts.page import get_act
from desk.commitments import rows
from desk.commitments.forms import CommitmentFilter, CommitmentForm, ReportForm
from desk.views import show
from sessions.models import Session
from taskforce.admin_site import is_key
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError
from taskforce.uploads import handed_out

COMMITMENTS_A_PAGE = 25


@at_desk()
def commitments(request: HttpRequest, session: Session) -> HttpResponse:
    """The commitments of the session's acts and those of earlier ones, what is due first before the rest."""
    form = CommitmentFilter(request.GET)
    seen = rows.commitments_at(session, request.user)
    found = rows.in_order(form.apply(seen, session))
    page_obj = Paginator(found, COMMITMENTS_A_PAGE).get_page(request.GET.get("page"))
    today = today_in_rome()
    context = {"form": form, "page_obj": page_obj, "today": today, "overdue": seen.overdue(today).count()}
    return show(request, session, "commitments", context | {"filtered": bool(form.chosen)})


@at_desk(VIEW, post=WRITE_ACTS)
def commitment(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """A commitment with what was reported of it; a post reports."""
    found = rows.get_commitment(request, session, pk)
    posted = request.method == "POST"
    data = (request.POST, request.FILES) if posted else (None, None)
    form = ReportForm(*data, commitment=found, session=session)
    if posted and form.is_valid() and reported(request, form):
        return redirect("desk:commitment", session.ref, found.pk)
    context = {
        "commitment": found,
        "form": form,
        "reports": found.reports.select_related("session", "by"),
        "today": today_in_rome(),
        "is_own": found.agreement.session_id == session.pk,
    }
    return show(request, session, "commitment", context)


def reported(request: HttpRequest, form: ReportForm) -> bool:
    """Keep a report and say so; what speaks against it stands in the form."""
    try:
        acts.report_commitment(form.save(commit=False), request.user, form.cleaned_data["upload"])
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    messages.success(request, _("The report is kept."))
    return True


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def commitment_add(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take a commitment from an act; ``article`` in the address names the article whose words are offered."""
    act = get_act(session, pk)
    key = request.GET.get("article", "")
    article = {one.pk: one for one in rows.articles_of(act)}.get(int(key) if is_key(key) else 0)
    blank = Commitment(agreement=act, article=article)
    initial = {}
    if article:
        initial = {f"text_{code}": words for code, words in rows.words_of(act, article).items()}
        initial["article_number"] = article.number
    form = CommitmentForm(request.POST if request.method == "POST" else None, instance=blank, initial=initial)
    if form.is_valid():
        acts.add_commitment(form.save(commit=False), request.user)
        messages.success(request, _("The commitment is taken down."))
        return redirect("desk:act", session.ref, act.pk)
    return show(request, session, "commitment_form", {"act": act, "form": form, "commitment": None})


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def commitment_change(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Change what a commitment of one of the session's acts says, whom it obliges and when it is due."""
    found = rows.get_own(session, pk)
    form = CommitmentForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        try:
            acts.change_commitment(found, form.values, request.user)
            messages.success(request, _("The commitment is changed."))
            return redirect("desk:commitment", session.ref, pk)
        except DomainError as error:
            form.add_error(None, error.message)
    context = {"act": found.agreement, "form": form, "commitment": found}
    return show(request, session, "commitment_form", context)


@at_desk(VIEW, post=WRITE_ACTS, back="desk:commitments")
def commitment_remove(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Remove a commitment nothing was reported of."""
    found = rows.get_own(session, pk)
    try:
        acts.remove_commitment(found)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk:commitment", session.ref, pk)
    messages.success(request, _("The commitment is removed."))
    return redirect("desk:act", session.ref, found.agreement_id)


@at_desk(VIEW, post=WRITE_ACTS, back="desk:commitments")
def commitment_reminders(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Let the owner be reminded, or no longer."""
    found = rows.get_own(session, pk)
    try:
        on = acts.switch_reminders(found, request.POST.get("remind") == "yes").is_reminded
        words = _("Reminders are on.") if on else _("Reminders are off: nobody is written to.")
        messages.success(request, words)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:commitment", session.ref, pk)


@at_desk()
def commitment_file(request: HttpRequest, session: Session, pk: int, report: int) -> HttpResponse:
    """Hand out the file that shows what a report says."""
    found = get_object_or_404(rows.get_commitment(request, session, pk).reports.exclude(file=""), pk=report)
    return handed_out(found.file, _("Evidence %(day)s") % {"day": f"{found.on:%Y-%m-%d}"})
