"""Projects proposed for the demonstration session: some to review, some accepted at tables, with interest in them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from agreements.enums import InterestState, Review
from agreements.models import Interest, Presentation, Project
from participants.enums import State
from participants.models import Registration
from sessions.enums import Side
from sessions.models import Session

TO_REVIEW = Review.PROPOSED
# Side, kind, sector, state, languages it is written in, and the texts in each: title, what it is about, counterpart.
PROJECTS = (
    ("RU", "joint_venture", "28", Review.ACCEPTED, {
        "ru": ("Совместный цех деталей станков", "Цех механической обработки на 40 рабочих мест в промышленном парке "
               "под Екатеринбургом: валы, шпиндели, корпуса редукторов.", "Производитель станков с собственными "
               "чертежами, готовый вложить оборудование."),
        "it": ("Officina comune per parti di macchine utensili", "Un’officina meccanica con 40 posti di lavoro in un "
               "parco industriale vicino a Ekaterinburg: alberi, mandrini, scatole di riduttori.", "Un costruttore di "
               "macchine utensili con disegni propri, pronto a conferire impianti."),
    }),
    ("IT", "technology", "27", Review.ACCEPTED, {
        "it": ("Recupero del calore nei forni industriali", "Scambiatori che riducono di un quinto il gas di "
               "un forno; due impianti pilota.", "Un’acciaieria o una fonderia con forni di oltre dieci anni."),
        "en": ("Heat recovery in industrial furnaces", "Exchangers that save a fifth of the gas of a furnace; "
               "two pilot plants.", "A steel works or foundry with furnaces more than ten years old."),
    }),
    ("RU", "partner", "31", Review.ACCEPTED, {
        "ru": ("Мебель из уральской берёзы", "Серия мебели для гостиниц по итальянским эскизам из местной берёзы.",
               "Проектная студия и поставщик фурнитуры."),
    }),
    ("IT", "trade", "10", TO_REVIEW, {
        "it": ("Linea di confezionamento per formaggi freschi", "Fornitura e avviamento di una linea per formaggi "
               "freschi, con assistenza in loco per due anni.", "Un caseificio con almeno 20 tonnellate al giorno."),
    }),
    ("RU", "research", "72", TO_REVIEW, {
        "ru": ("Испытания покрытий при низких температурах", "Общая программа испытаний покрытий при −50 °C.",
               "Лаборатория с климатической камерой."),
        "en": ("Tests of coatings at low temperatures", "A common programme of tests of coatings at −50 °C.",
               "A laboratory with a climate chamber."),
    }),
    ("IT", "investment", "23", Review.ASKED, {
        "it": ("Stabilimento di piastrelle in gres", "Investimento diretto in un forno a rulli da 3 milioni di metri "
               "quadrati l’anno.", "Un gruppo locale con cave di argilla."),
    }),
)  # fmt: skip
ASKED = "Chi fornisce il gas, e a quale prezzo è calcolato il rientro?"


def make_projects(session: Session) -> int:
    """Propose them, unless somebody registered proposed any for the session; returns how many there are."""
    with transaction.atomic():
        if session.projects.filter(registration__isnull=False).exists():
            return 0
        confirmed = Registration.objects.filter(session=session, state=State.CONFIRMED).select_related("organisation")
        companies = {
            side: list(confirmed.filter(organisation__side=side, organisation__category="company").order_by("pk")[:4])
            for side in Side
        }
        tables = list(session.tables.order_by("number", "pk"))
        if not tables or not all(companies.values()):
            return 0
        made = [_make(session, companies, tables, number) for number in range(len(PROJECTS))]
        _be_interested(made, companies)
        return len(made)


def _make(session: Session, companies: dict, tables: list, number: int) -> Project:
    side, kind, sector, review, texts = PROJECTS[number]
    by = companies[side][number % len(companies[side])]
    table = tables[number % len(tables)]
    values = {
        f"{field}_{code}": text
        for code, told in texts.items()
        for field, text in zip(("title", "summary", "counterpart"), told, strict=True)
    }
    decided = {} if review == TO_REVIEW else {"reviewed_at": timezone.now() - dt.timedelta(days=2)}
    if review == Review.ASKED:
        decided["review_note"] = ASKED
    project = Project.objects.create(
        session=session, registration=by, organisation=by.organisation, side=side, kind=kind, sector=sector,
        review=review, language=next(iter(texts)), position=number, wished_table=table, **values, **decided,
    )  # fmt: skip
    if review == Review.ACCEPTED:
        position = Presentation.objects.filter(session=session, table=table).count()
        Presentation.objects.create(project=project, session=session, table=table, position=position, minutes=15)
    return project


def _be_interested(projects: list[Project], companies: dict) -> None:
    """Two companies are interested in the first project, and one of them has its answer."""
    others = companies[Side.IT if projects[0].side == Side.RU else Side.RU][:2]
    messages = ("Costruiamo torni e fresatrici dal 1974 e cerchiamo un’officina vicina ai clienti.",
                "Possiamo fornire utensili e formazione.")  # fmt: skip
    for registration, message in zip(others, messages, strict=False):
        Interest.objects.create(project=projects[0], registration=registration, message=message)
    first = Interest.objects.filter(project=projects[0]).order_by("pk").first()
    if first:
        first.state, first.answered_at = InterestState.DECLINED, timezone.now() - dt.timedelta(days=1)
        first.answer = "Grazie: per ora abbiamo già un accordo sui torni."
        first.save()
