"""The registration form, one topic a page: organisation, delegates, tables and visits, check and send."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from participants import forms, services
from participants.asking import unanswered
from participants.models import PrivacyNotice, Registration
from participants.services.registration import is_sent, waiting_position
from participants.views import drafts, summary, wording
from participants.views.kept import asks_questions, current_notice
from sessions.models import Session
from taskforce.errors import DomainError
from taskforce.limits import refuse_too_many

STATUS = {"closed": 403, "often": 429}

STEPS = (
    ("register", gettext_lazy("Organisation")),
    ("register_interests", gettext_lazy("What you seek")),
    ("register_delegates", gettext_lazy("Delegates")),
    ("register_choices", gettext_lazy("Tables and visits")),
    ("register_questions", gettext_lazy("Questions of the session")),
    ("register_check", gettext_lazy("Check and send")),
)


def steps_of(session: Session) -> list[tuple[str, str]]:
    """Return (view, title) of each step of a session's form: questions only where the session asks any."""
    asks = asks_questions(session)
    return [(view, title) for view, title in STEPS if asks or view != "register_questions"]


def step_after(view: str, session: Session) -> str:
    """Return the step that follows one of the session's form."""
    order = [name for name, _title in steps_of(session)]
    return order[order.index(view) + 1]


@drafts.whole_step
def organisation(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """Step 1, which also says what is needed and by when."""
    draft = own if own and not is_sent(own) else None
    form = forms.OrganisationForm(request.POST if request.method == "POST" else None, draft=draft)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_organisation(
                session, form.cleaned_data["client_token"], form.organisation, form.contact
            )
            return drafts.remember(redirect("participants:register_interests", session.ref), saved)
        except DomainError as error:
            refusal = error
    facts = {"dates": wording.registration_dates(session), "places": wording.places_left(session)}
    return page_of_step(request, "organisation", session, refusal, form=form, draft=draft, own=own, **facts)


@drafts.shown_draft_step
def interests(request: HttpRequest, session: Session, draft: Registration) -> HttpResponse:
    """Step 2: what the organisation seeks."""
    form = forms.InterestsForm(request.POST if request.method == "POST" else None, registration=draft)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            services.save_interests(draft, form.facts, form.sectors)
            return redirect("participants:register_delegates", session.ref)
        except DomainError as error:
            refusal = error
    return page_of_step(request, "interests", session, refusal, form=form)


@drafts.draft_step
def delegates(request: HttpRequest, session: Session, draft: Registration) -> HttpResponse:
    """Step 3. The buttons that add or take away a delegate post too, and save nothing."""
    posted = request.method == "POST"
    if posted and ("add" in request.POST or "remove" in request.POST):
        return page_of_step(request, "delegates", session, formset=forms.changed_formset(draft, request.POST))
    formset = forms.delegate_formset(draft, request.POST if posted else None)
    refusal = None
    if posted and formset.is_valid():
        try:
            services.save_delegates(draft, formset.rows)
            return redirect("participants:register_choices", session.ref)
        except DomainError as error:
            refusal = error
    return page_of_step(request, "delegates", session, refusal, formset=formset)


@drafts.draft_step
def choices(request: HttpRequest, session: Session, draft: Registration) -> HttpResponse:
    """Step 4."""
    posted = request.method == "POST"
    each = forms.choices_forms(draft, request.POST if posted else None)
    if not each:
        return redirect("participants:register_delegates", session.ref)
    refusal = None
    if posted and all(form.is_valid() for form in each):
        try:
            services.save_choices(draft, {form.delegate.pk: form.chosen for form in each})
            return redirect(f"participants:{step_after('register_choices', session)}", session.ref)
        except DomainError as error:
            refusal = error
    formset = {"forms": each, "total_error_count": sum(len(form.errors) for form in each)}
    return page_of_step(request, "choices", session, refusal, formset=formset, asks=each[0].fields)


@drafts.whole_draft_step
def check(request: HttpRequest, session: Session, draft: Registration) -> HttpResponse:
    """The last step: all that was typed, what we propose, the notice; and sending it."""
    people = list(draft.delegates.all())
    if not people:
        return redirect("participants:register_delegates", session.ref)
    if asks_questions(session) and unanswered(draft):
        return redirect("participants:register_questions", session.ref)
    notice = current_notice()
    position, refusal = waiting_position(draft, len(people)), None
    data = request.POST if request.method == "POST" else None
    form = forms.CheckForm(data, draft=draft, delegates=people, notice=notice, full=bool(position))
    if data is not None and form.is_valid():
        try:
            _send(draft, notice, form)
            return redirect("participants:register_sent", session.ref)
        except DomainError as error:
            refusal, position = error, position or waiting_position(draft, len(people))
            form = forms.CheckForm(data, draft=draft, delegates=people, notice=notice, full=bool(position))
            if error.field in form.fields:
                form.add_error(error.field, error.message)
    context = {"form": form, "notice": notice, "position": position, "people": summary.described(people)}
    context["answers"] = summary.answers(draft) if asks_questions(session) else []
    context["side_name"] = draft.organisation.get_side_display()
    return page_of_step(request, "check", session, refusal, **context, **summary.of(draft))


@drafts.session_page
def sent(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """What happens after sending."""
    if own is None or not is_sent(own):
        return redirect("participants:register", session.ref)
    facts = {"facts": summary.sent(own), "mail_folder": summary.mail_folder()}
    return render(request, "participants/sent.html", {"session": session, "registration": own, **facts})


@require_POST
@drafts.session_page
def anew(request: HttpRequest, session: Session, own: Registration | None) -> HttpResponse:
    """Throw the draft away (what was sent stays) and begin with an empty form."""
    if own:
        services.discard_draft(own)
    return drafts.forget(redirect("participants:register", session.ref), session)


def _send(draft: Registration, notice: PrivacyNotice | None, form: forms.CheckForm) -> None:
    refuse_too_many("mail", draft.contact_email)
    agreed = form.cleaned_data.get("waiting", False)
    services.submit_registration(draft, notice, names=form.names, waiting_agreed=agreed)


def page_of_step(
    request: HttpRequest, name: str, session: Session, refusal: DomainError | None = None, **context
) -> HttpResponse:
    """Show a step; what the act refused stands above the form, which keeps all that was typed."""
    order = steps_of(session)
    current = 0 if name == "organisation" else [view for view, _label in order].index(f"register_{name}")
    steps = [
        {
            "label": label,
            "state": "done" if number < current else "current" if number == current else "todo",
            "url": reverse(f"participants:{view}", args=[session.ref]),
        }
        for number, (view, label) in enumerate(order)
    ]
    context["back_url"] = steps[current - 1]["url"] if current else ""
    context |= {"session": session, "steps": steps, "title": order[current][1], "refusal": refusal}
    status = STATUS.get(refusal.code, 200) if refusal else 200
    return render(request, f"participants/{name}.html", context, status=status)
