"""What a session asks of one registration, and what is answered: read by the forms, the acts, and whoever reminds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from participants.enums import Audience, Moment, Place, State
from participants.models import Answer, Delegate, Question, Registration
from sessions.models import Session

# Whose answer to which question: the delegate's key is None for the organisation's own.
Key = tuple[int, int | None]


@dataclass
class Asked:
    """The questions of a registration in order, who answers them, and what is stored, by question and delegate."""

    registration: Registration
    questions: list[Question]
    people: list[Delegate]
    answers: dict[Key, Answer] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[Key, int]:
        """The choices that are stored: what the conditions of other questions look at."""
        return {key: answer.choice_id for key, answer in self.answers.items() if answer.choice_id}

    def pairs(self) -> Iterable[tuple[Question, Delegate | None]]:
        """Each question with each who is asked it; a delegate without a place is not asked what comes after."""
        for question in self.questions:
            if question.audience == Audience.ORGANISATION:
                yield question, None
                continue
            for person in self.people:
                if question.moment == Moment.BEFORE or person.place == Place.CONFIRMED:
                    yield question, person

    def unanswered(self, delegate: Delegate | None = None) -> list[tuple[Question, Delegate | None]]:
        """The required questions without an answer whose condition is met, each with who is asked."""
        chosen = self.chosen
        return [
            (question, person)
            for question, person in self.pairs()
            if question.required
            and (delegate is None or person == delegate)
            and (question.pk, person and person.pk) not in self.answers
            and is_met(question, person and person.pk, chosen)
        ]

    def asks(self, delegate: Delegate) -> bool:
        """Whether one delegate is asked anything."""
        return any(person == delegate for _question, person in self.pairs())


def asked(registration: Registration, moments: Collection[Moment] | None = None) -> Asked:
    """Return what a registration is asked at these moments, or at all that have come for it."""
    moments = moments_of(registration) if moments is None else moments
    questions = questions_of(registration.session, moments)
    if not questions:
        return Asked(registration, [], [])
    people = list(registration.delegates.exclude(place=Place.RELEASED))
    for person in people:
        person.registration, person.session = registration, registration.session
    answers = {(answer.question_id, answer.delegate_id): answer for answer in answers_of(registration)}
    return Asked(registration, questions, people, answers)


def moments_of(registration: Registration) -> tuple[Moment, ...]:
    """The moments that have come: what is asked after confirmation is not asked sooner."""
    return (Moment.BEFORE, Moment.AFTER) if registration.state == State.CONFIRMED else (Moment.BEFORE,)


def questions_of(session: Session, moments: Collection[Moment]) -> list[Question]:
    """Return a session's questions in order, with their choices and conditions."""
    found = session.questions.filter(moment__in=moments)
    return list(found.select_related("shown_if__question").prefetch_related("choices"))


def is_met(question: Question, delegate_id: int | None, chosen: dict[Key, int]) -> bool:
    """Whether the answer that a question depends on was given."""
    if question.shown_if_id is None:
        return True
    parent = question.shown_if.question
    whose = delegate_id if parent.audience == Audience.DELEGATE else None
    return chosen.get((parent.pk, whose)) == question.shown_if_id


def answers_of(registration: Registration) -> list[Answer]:
    """Return all answers of a registration in the order of the questions, the organisation's and each delegate's."""
    answers = registration.answers.select_related("question__shown_if__question", "choice", "delegate")
    return list(answers.order_by("question__position", "question", "delegate__position", "delegate"))


def unanswered(registration: Registration) -> list[tuple[Question, Delegate | None]]:
    """Return the required questions whose moment has come and that have no answer, each with who is asked."""
    return asked(registration).unanswered()
