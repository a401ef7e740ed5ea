"""A session's own questions: a step of the form, and pages of ``my/`` for the contact and for each delegate."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from participants import asking, services
from participants.enums import ENDED, Place, QuestionKind
from participants.forms.questions import QuestionForm, question_forms
from participants.models import AccessLink, Answer, Delegate, Registration
from participants.views import access, drafts, pages
from participants.views.register import page_of_step, steps_of
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.limits import limited


@dataclass
class Answering:
    """A page of questions: its forms, and what became of what was posted."""

    each: list[QuestionForm]
    refusal: DomainError | None = None
    saved: bool = False
    kept: bool = False  # what was right is saved, so that no file is to be chosen twice

    def context(self) -> dict:
        wrong = sum(len(messages) for form in self.each for messages in form.errors.values())
        return {"each": self.each, "wrong": wrong, "kept": self.kept}


@drafts.draft_step
def questions(request: HttpRequest, session: Session, draft: Registration) -> HttpResponse:
    """The step before the last, of sessions that ask something."""
    answering = answer(request, draft)
    if answering.saved or not answering.each or "register_questions" not in dict(steps_of(session)):
        return redirect("participants:register_check", session.ref)
    return page_of_step(request, "questions", session, answering.refusal, draft=draft, **answering.context())


@limited("upload")
@access.my_page
def my_questions(request: HttpRequest, registration: Registration) -> HttpResponse:
    """All questions of a registration that can be answered now, by its contact."""
    if registration.state in ENDED:
        return redirect("participants:my")
    return _own_page(request, registration, "participants:my")


@limited("upload")
@access.delegate_page
def my_person_questions(request: HttpRequest, delegate: Delegate) -> HttpResponse:
    """The questions to one delegate."""
    if delegate.registration.state in ENDED or delegate.place == Place.RELEASED:
        return redirect("participants:my_person")
    return _own_page(request, delegate.registration, "participants:my_person", delegate)


@require_safe
@access.own_page
def my_answer_file(request: HttpRequest, link: AccessLink, pk: int) -> HttpResponse:
    """Give a file back to the contact who answers for it, or to the delegate who sent it."""
    mine = Answer.objects.filter(registration=link.registration)
    if link.delegate:
        mine = mine.filter(delegate=link.delegate)
    found = get_object_or_404(mine, pk=pk)
    return uploads.handed_out(found.file.name or "", found.file_name)


def answer(request: HttpRequest, registration: Registration, delegate: Delegate | None = None) -> Answering:
    """Make the forms of a page, and save what was posted: all of it, or with a file in it at least what is right."""
    facts = asking.asked(registration)
    if request.method != "POST":
        return Answering(question_forms(facts, delegate=delegate))
    each = question_forms(facts, request.POST, request.FILES, delegate=delegate)
    right = sum(not form.is_valid() for form in each) == 0  # each is looked at, in order
    values = {key: value for form in each for key, value in form.values.items()}
    has_file = any(isinstance(value, uploads.Upload) for value in values.values())
    if not right and not has_file:
        return Answering(each)
    try:
        services.save_answers(registration, values, delegate)
    except DomainError as error:
        return Answering(each, refusal=error)
    if right:
        return Answering(each, saved=True)
    refused = _file_errors(each)
    again = question_forms(asking.asked(registration), request.POST, None, delegate=delegate)
    for form in again:
        form.is_valid()
        for name, found in refused.get(form.prefix, {}).items():
            form.errors[name] = found
    return Answering(again, kept=True)


def _file_errors(each: list[QuestionForm]) -> dict[str, dict]:
    """What was wrong with files that are not there any more when the page is made anew, by form and field."""
    return {
        form.prefix: {
            name: found
            for name, found in form.errors.items()
            if name in form.questions and form.questions[name].kind == QuestionKind.FILE
        }
        for form in each
    }


def _own_page(
    request: HttpRequest, registration: Registration, home: str, delegate: Delegate | None = None
) -> HttpResponse:
    answering = answer(request, registration, delegate)
    if answering.saved:
        messages.success(request, _("Your answers are saved."))
        return redirect(home)
    intro = "" if answering.each else _("The organisers ask nothing more of you at this moment.")
    context = answering.context() | {"intro": intro, "save": _("Save"), "files": _files(registration, delegate)}
    return pages.form_page(
        request, registration, _("Questions of the organisers"), template="questions", home=home,
        refusal=answering.refusal, **context,
    )  # fmt: skip


def _files(registration: Registration, delegate: Delegate | None) -> list[dict]:
    found = registration.answers.exclude(file="")
    if delegate:
        found = found.filter(delegate=delegate)
    return [
        {"name": one.file_name, "url": reverse("participants:my_answer_file", args=[one.pk])}
        for one in found.order_by("pk")
    ]
