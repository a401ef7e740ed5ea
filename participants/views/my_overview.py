"""``my/``: what a contact sees of the registration, and the acts on the whole of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants import forms, services
from participants.asking import asked
from participants.enums import ENDED, Place, State
from participants.models import Registration
from participants.services.self_service import email_to_verify
from participants.services.spreadsheet import may_pass_on
from participants.views import access, overview, pages


@access.my_page
def my(request: HttpRequest, registration: Registration) -> HttpResponse:
    """How the registration stands, and what to do now."""
    people, questions = overview.people_of(registration), asked(registration)
    context = {
        "registration": registration,
        "session": registration.session,
        "people": people,
        "state_words": overview.state_words(registration, people),
        "tasks": overview.to_do(registration, people, len(questions.unanswered())),
        "offers": [person for person in people if person.offered],
        "changes": overview.proposed(registration),
        "new_email": email_to_verify(registration),
        "facts": overview.session_facts(registration.session),
        "asks": bool(questions.questions),
        "ended": registration.state in ENDED,
        "open": registration.state not in ENDED and registration.session.may_change(),
        "passes_on": may_pass_on(registration),
        "shows_catalogue": registration.state == State.CONFIRMED,
    }
    return render(request, "participants/my/overview.html", context)


@require_POST
@access.my_page
def my_accept(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Accept the place offered to one delegate."""
    delegate = get_object_or_404(registration.delegates, pk=pk)
    return pages.accept(request, delegate, "participants:my")


@access.my_page
def my_withdraw(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Say what is lost, and withdraw when the button is pressed."""
    if registration.state in ENDED:
        return redirect("participants:my")
    placed = registration.delegates.filter(place__in=[Place.CONFIRMED, Place.WAITING]).count()
    return pages.act_page(
        request, registration, _("Withdraw the registration"), None,
        lambda: services.cancel_registration(registration), _("The registration is withdrawn."),
        template="withdraw", placed=placed, danger=True, save=_("Withdraw the registration"),
    )  # fmt: skip


@access.my_page
def my_clarification(request: HttpRequest, registration: Registration, pk: int) -> HttpResponse:
    """Answer a question of staff; what was answered is shown and not changed any more."""
    asked = get_object_or_404(registration.clarifications, pk=pk)
    form = forms.ClarificationForm(pages.posted(request))
    return pages.act_page(
        request, registration, _("A question of the organisers"), form,
        lambda: services.answer_clarification(asked, form.cleaned_data["answer"]),
        _("Your answer was sent to the organisers."), template="clarification", asked=asked, save=_("Send"),
    )  # fmt: skip
