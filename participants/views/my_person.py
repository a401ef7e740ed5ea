"""``my/person/``: a delegate's own page. It shows and changes one person, and nothing of the others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participants import forms, services
from participants.asking import asked
from participants.enums import ENDED, Place, State
from participants.models import Delegate
from participants.views import access, overview, pages
from participants.views.my_delegates import choices_page, release
from participants.views.summary import answers_facts
from taskforce.errors import DomainError

HOME = "participants:my_person"


@access.delegate_page
def my_person(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """The place, the seats, the conditions, and what is stored of the person."""
    person, session = overview.one_person(delegate), delegate.session
    named = person.place != Place.RELEASED and delegate.registration.state not in ENDED
    questions = asked(delegate.registration)
    context = {
        "person": person,
        "asks": questions.asks(person),
        "unanswered": len(questions.unanswered(person)),
        "answers": answers_facts(delegate.registration, person) if questions.questions else [],
        "session": session,
        "organisation": delegate.registration.organisation,
        "facts": overview.session_facts(session),
        "own": overview.own_facts(person),
        "changes": overview.proposed(delegate.registration, delegate),
        "named": named,
        "shows_catalogue": named and delegate.registration.state == State.CONFIRMED,
        "open": named and session.may_change(),
    }
    return render(request, "participants/my/person.html", context)


@require_POST
@access.delegate_page
def my_person_conditions(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Agree to the conditions of the session."""
    try:
        services.agree_to_conditions(delegate)
        messages.success(request, _("Thank you: it is recorded that you agree to the conditions."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(HOME)


@require_POST
@access.delegate_page
def my_person_accept(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Accept the place that is offered."""
    return pages.accept(request, delegate, HOME)


@access.delegate_page
def my_person_details(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Change the own languages and needs."""
    form = forms.OwnDetailsForm(pages.posted(request), delegate=delegate)
    intro = _("Who looks after you at the session reads this. Names and e-mail address are changed by the contact.")
    return pages.act_page(
        request, delegate.registration, _("Your languages and needs"), form,
        lambda: services.save_own_details(delegate, form.cleaned_data), _("What you changed is saved."),
        home=HOME, intro=intro, save=_("Save"),
    )  # fmt: skip


@access.delegate_page
def my_person_choices(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Choose the own tables and visits."""
    return redirect(HOME) if delegate.place == Place.RELEASED else choices_page(request, delegate, HOME)


@access.delegate_page
def my_person_withdraw(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """Give up the own place."""
    if delegate.place == Place.RELEASED:
        return redirect(HOME)
    intro = _(
        "Your place, and your seats at tables and on visits, go to those who wait. This cannot be undone. "
        "If somebody else shall come in your place, ask the contact of your organisation to name that person instead."
    )
    return pages.act_page(
        request, delegate.registration, _("I cannot come"), None, lambda: release(delegate),
        _("Your place is given up."), home=HOME, intro=intro, save=_("Give up my place"), danger=True,
    )  # fmt: skip
