"""Questions of a session, as the tests ask them."""

from __future__ import annotations

from participants.models import Question, QuestionChoice
from sessions.models import Session


def ask(session: Session, label: str, kind: str = "text", *choices: str, **facts) -> Question:
    """Make a question behind those that are there, of the organisation and before sending unless ``facts`` say else."""
    facts = {"audience": "organisation", "position": session.questions.count(), **facts}
    question = Question.objects.create(session=session, kind=kind, label_it=label, label_en=label, **facts)
    for position, choice in enumerate(choices):
        QuestionChoice.objects.create(question=question, position=position, label_it=choice, label_en=choice)
    return question


def choice(question: Question, label: str) -> QuestionChoice:
    return question.choices.get(label_it=label)


def name(question: Question, delegate=None) -> str:
    """The name of the question's field on the page."""
    return f"{f'd{delegate.pk}' if delegate else 'organisation'}-q{question.pk}"
