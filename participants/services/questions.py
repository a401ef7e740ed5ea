"""Acts on a session's own questions: answering them, copying them to another session, clearing lost files away."""

from __future__ import annotations

import datetime as dt
import decimal

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import get_translation_fields

from participants.asking import Key, answers_of, is_met, moments_of, questions_of
from participants.enums import QuestionKind, State
from participants.models import Answer, Delegate, Question, QuestionChoice, Registration
from participants.services import gate
from participants.services.delegation import refuse_change
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError

Value = str | int | dt.date | decimal.Decimal | uploads.Upload | None
FOLDER = "answers"
LOST_AFTER = dt.timedelta(days=1)
# The column that holds the answer to a question of each kind.
COLUMNS = {
    QuestionKind.TEXT: "text",
    QuestionKind.CHOICE: "choice_id",
    QuestionKind.DATE: "date",
    QuestionKind.NUMBER: "number",
}


def save_answers(
    registration: Registration,
    values: dict[Key, Value],
    delegate: Delegate | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Store answers by question and delegate; None takes an answer away, and what is not named stays as it is.

    With ``delegate`` only that person's are taken. An answer whose condition is not met (any more) is taken away.
    Raises DomainError for a draft while registration is not open, and for what was sent as every change does.
    """
    kept = {key: uploads.keep(value, FOLDER) for key, value in values.items() if isinstance(value, uploads.Upload)}
    try:
        with transaction.atomic():
            registration = gate.lock_registration(registration)
            _refuse_answers(registration, now or timezone.now())
            _store(registration, values, kept, delegate)
            _drop_unmet(registration)
            stored = set(registration.answers.exclude(file="").values_list("file", flat=True))
    except BaseException:
        stored = set()
        raise
    finally:
        for name in set(kept.values()) - stored:  # nothing of what was refused stays
            uploads.discard(name)


def copy_questions(source: Session, target: Session) -> tuple[int, int]:
    """Copy the questions of a session behind those of another; returns how many were copied, and how many skipped.

    Skipped is what the other session asks already, word for word: so copying twice does not double. Conditions lead to
    the copies. Raises DomainError for one session onto itself.
    """
    if source.pk == target.pk:
        raise DomainError(_("Choose another session: these are its own questions."), code="same", field="source")
    with gate.open_gate(target.pk):
        there = {_identity(one): one for one in target.questions.prefetch_related("choices")}
        last = target.questions.aggregate(last=Max("position"))["last"]
        copied, choices = 0, {}
        for question in source.questions.prefetch_related("choices"):
            own = there.get(_identity(question))
            if own is None:
                own = _copy(question, target, 0 if last is None else last + 1, choices)
                copied += 1
            choices |= _same_choices(question, own)
        return copied, source.questions.count() - copied


def remove_lost_files(now: dt.datetime | None = None) -> int:
    """Delete the files of answers that are not there any more (drafts thrown away, persons taken out); how many."""
    now, removed = now or timezone.now(), 0
    for year in _listed(FOLDER)[0]:
        names = [f"{FOLDER}/{year}/{name}" for name in _listed(f"{FOLDER}/{year}")[1]]
        known = set(Answer.objects.filter(file__startswith=f"{FOLDER}/{year}/").values_list("file", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < now - LOST_AFTER:
                uploads.discard(name)
                removed += 1
    return removed


def _refuse_answers(registration: Registration, now: dt.datetime) -> None:
    if registration.state != State.DRAFT:
        refuse_change(registration.session, registration, now)
    elif not registration.session.is_open(now):
        raise DomainError(
            _("Registration is not open at this moment. Nothing was sent, and what you typed is still here."),
            code="closed",
        )


def _store(registration: Registration, values: dict[Key, Value], kept: dict[Key, str], only: Delegate | None) -> None:
    questions = {question.pk: question for question in questions_of(registration.session, moments_of(registration))}
    people = {None, *registration.delegates.values_list("pk", flat=True)} if only is None else {only.pk}
    there = {(answer.question_id, answer.delegate_id): answer for answer in registration.answers.all()}
    for key, value in values.items():
        question, person = questions.get(key[0]), key[1]
        if question is None or person not in people:  # taken out by somebody else meanwhile
            continue
        answer = there.get(key)
        if value is None or value == "":
            _remove(answer)
            continue
        answer = answer or Answer(question=question, registration=registration, delegate_id=person)
        if isinstance(value, uploads.Upload):
            _discard_later(answer.file.name)
            answer.file, answer.file_name = kept[key], value.name
            answer.file_size, answer.sha256 = len(value.content), value.sha256
        else:
            setattr(answer, COLUMNS[question.kind], value)
        answer.save()


def _drop_unmet(registration: Registration) -> None:
    """Take away what was answered under a condition that is not met, and what in turn depended on that."""
    answers = answers_of(registration)
    chosen = {(answer.question_id, answer.delegate_id): answer.choice_id for answer in answers}
    for answer in answers:
        if not is_met(answer.question, answer.delegate_id, chosen):
            chosen.pop((answer.question_id, answer.delegate_id))
            _remove(answer)


def _remove(answer: Answer | None) -> None:
    if answer:
        _discard_later(answer.file.name)
        answer.delete()


def _discard_later(name: str | None) -> None:
    if name:
        transaction.on_commit(lambda: uploads.discard(name))


def _identity(question: Question) -> tuple:
    """What makes two questions the same one: whom, when and how they ask, and the words in all languages."""
    texts = [getattr(question, name) for name in get_translation_fields("label")]
    choices = tuple(_words(choice) for choice in question.choices.all())
    return question.audience, question.moment, question.kind, *texts, choices


def _words(choice: QuestionChoice) -> tuple:
    return tuple(getattr(choice, name) for name in get_translation_fields("label"))


def _copy(question: Question, target: Session, offset: int, choices: dict[int, QuestionChoice]) -> Question:
    texts = [*get_translation_fields("label"), *get_translation_fields("hint")]
    copy = Question(session=target, position=min(offset + question.position, 32_767))
    for name in ("audience", "moment", "kind", "required", *texts):
        setattr(copy, name, getattr(question, name))
    copy.shown_if = choices.get(question.shown_if_id)
    copy.save()
    for choice in question.choices.all():
        own = QuestionChoice(question=copy, position=choice.position)
        for name in get_translation_fields("label"):
            setattr(own, name, getattr(choice, name))
        own.save()
    return copy


def _same_choices(question: Question, own: Question) -> dict[int, QuestionChoice]:
    """Return the choices of a question's twin by the keys of its own: both have the same words in the same order."""
    pairs = zip(question.choices.all(), QuestionChoice.objects.filter(question=own), strict=True)
    return {one.pk: twin for one, twin in pairs}


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
