"""How does the project go on? The pages behind the link that a contact was mailed; a GET changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.follow_up import AnswerForm
from agreements.models import FollowUp
from agreements.services import follow_ups
from participants.views import drafts
from taskforce.actor import become
from taskforce.errors import DomainError
from taskforce.limits import limited

TICKET = "follow-up"
TICKET_SECONDS = 2 * 3600
PAGE = "agreements:follow_up"


@require_safe
def follow_up_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token in the address for a ticket of two hours, so that it goes no further; nothing else changes."""
    found = follow_ups.find_question(token)
    value = str(found.pk) if found else ""
    return drafts.set_cookie(redirect(PAGE), TICKET, value, PAGE, [], max_age=TICKET_SECONDS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("enter")
def follow_up(request: HttpRequest) -> HttpResponse:
    """The form; once it was sent, thanks for it. What opens nothing always looks the same."""
    question = question_of(request)
    if question is None:
        return render(request, "agreements/follow_up_invalid.html", status=410)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not question.answered_at:
        become(f"contact {question.contact_id}")
        try:
            follow_ups.answer_question(question, language=get_language(), **form.cleaned_data)
            return redirect(PAGE)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    name = "follow_up_thanks" if question.answered_at else "follow_up"
    project = question.contact.project
    return render(request, f"agreements/{name}.html", {"form": form, "question": question, "project": project})


@never_cache
@require_POST
@limited("enter")
def follow_up_stop(request: HttpRequest) -> HttpResponse:
    """Ask this contact no more."""
    question = question_of(request)
    try:
        if question is None:
            raise DomainError("", code="over")
        become(f"contact {question.contact_id}")
        follow_ups.stop_asking(question)
    except DomainError:
        return render(request, "agreements/follow_up_invalid.html", status=410)
    return render(request, "agreements/follow_up_stopped.html", {"project": question.contact.project})


def question_of(request: HttpRequest) -> FollowUp | None:
    """Return the question of this browser's ticket while its link is good."""
    value = drafts.read_cookie(request, TICKET, max_age=TICKET_SECONDS) or ""
    if not value.isdecimal():
        return None
    rows = FollowUp.objects.filter(follow_ups.usable(), pk=int(value))
    return rows.select_related("contact__project__session").first()
