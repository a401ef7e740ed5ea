"""What the demonstration asks of its own accord, in three languages."""

from __future__ import annotations

from django.db import transaction

from participants.enums import Audience, Moment, QuestionKind
from participants.models import Question, QuestionChoice
from sessions.models import Session

LANGUAGES = ("it", "ru", "en")
STAND = (
    "Vi serve uno spazio espositivo?",
    "Нужно ли вам место на выставке?",
    "Do you need a space in the exhibition?",
)
STAND_HINT = (
    "L'esposizione è aperta in entrambi i giorni della sessione, ed è gratuita.",
    "Выставка открыта в оба дня сессии, участие бесплатное.",
    "The exhibition is open on both days of the session, free of charge.",
)
YES, NO = ("Sì", "Да", "Yes"), ("No", "Нет", "No")
EQUIPMENT = ("Con quale attrezzatura?", "С каким оборудованием?", "With which equipment?")
EQUIPMENT_CHOICES = (
    ("Tavolo e sedie", "Стол и стулья", "Table and chairs"),
    ("Tavolo, sedie e schermo", "Стол, стулья и экран", "Table, chairs and screen"),
    ("Portiamo uno stand nostro", "Привезём собственный стенд", "We bring a stand of our own"),
)
BROCHURES = (
    "Quanti opuscoli portate per gli altri partecipanti?",
    "Сколько буклетов вы привезёте для других участников?",
    "How many brochures do you bring for the other participants?",
)
PROFILE = ("Profilo dell'organizzazione", "Презентация организации", "Profile of the organisation")
PROFILE_HINT = (
    "Una o due pagine, che gli organizzatori consegnano a chi incontrerete.",
    "Одна-две страницы, которые организаторы передадут вашим собеседникам.",
    "One or two pages, which the organisers hand to those you will meet.",
)
ARRIVAL = ("Quando arrivate a Samara?", "Когда вы прибываете в Самару?", "When do you arrive in Samara?")


def make_questions(session: Session) -> int:
    """Ask five questions, unless the session asks something already; returns how many were made."""
    with transaction.atomic():
        if session.questions.exists():
            return 0
        organisation, choice = {"audience": Audience.ORGANISATION}, {"kind": QuestionKind.CHOICE}
        stand = _ask(session, 1, STAND, STAND_HINT, required=True, **organisation, **choice)
        yes, _no = _offer(stand, YES, NO)
        equipment = _ask(session, 2, EQUIPMENT, required=True, shown_if=yes, **organisation, **choice)
        _offer(equipment, *EQUIPMENT_CHOICES)
        _ask(session, 3, BROCHURES, kind=QuestionKind.NUMBER, **organisation)
        _ask(session, 4, PROFILE, PROFILE_HINT, kind=QuestionKind.FILE, **organisation)
        after = {"audience": Audience.DELEGATE, "moment": Moment.AFTER}
        _ask(session, 5, ARRIVAL, kind=QuestionKind.DATE, required=True, **after)
        return session.questions.count()


def _ask(session: Session, position: int, label: tuple, hint: tuple = ("", "", ""), **facts) -> Question:
    question = Question(session=session, position=position, **facts)
    for language, words, more in zip(LANGUAGES, label, hint, strict=True):
        setattr(question, f"label_{language}", words)
        setattr(question, f"hint_{language}", more)
    question.full_clean()
    question.save()
    return question


def _offer(question: Question, *labels: tuple) -> list[QuestionChoice]:
    choices = []
    for position, label in enumerate(labels, start=1):
        choice = QuestionChoice(question=question, position=position)
        for language, words in zip(LANGUAGES, label, strict=True):
            setattr(choice, f"label_{language}", words)
        choice.save()
        choices.append(choice)
    return choices
