"""What became of projects of the embedded run's earlier session, and the order of the tables at the next one.

The earlier session was a real one, and these projects are invented: they are not in its public catalogue.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import translation

from agreements.enums import ContactRole, NewsSource, Review, Stage
from agreements.models import Presentation, Project, ProjectContact, ProjectNews
from agreements.services.life import note_presented, settle_stage, tell_news
from agreements.services.presenting import present_again
from sessions.models import Session
from taskforce.dates import today_in_rome

EARLIER = (
    {
        "title": (
            "Linea di saldatura per serbatoi criogenici",
            "Линия сварки криогенных резервуаров",
            "Welding line for cryogenic tanks",
        ),
        "proposer": ("Criotecnica Orobica S.r.l.", "ООО «Криотекника Оробика»", "Criotecnica Orobica S.r.l."),
        "summary": (
            "Una linea di saldatura automatica per serbatoi fino a 60 metri cubi, montata presso il partner russo, "
            "con formazione di venti saldatori.",
            "Линия автоматической сварки резервуаров до 60 кубометров на площадке российского партнёра и обучение "
            "двадцати сварщиков.",
            "An automatic welding line for tanks of up to 60 cubic metres at the Russian partner’s, with the training "
            "of twenty welders.",
        ),
        "counterpart": (
            "Un costruttore di impianti con uno stabilimento negli Urali.",
            "Производитель оборудования с заводом на Урале.",
            "A plant builder with works in the Urals.",
        ),
        "kind": "technology",
        "table": 1,
        "news": (
            (95, Stage.CONTACTS, "it", "Primo incontro con due costruttori, uno di Ekaterinburg e uno di Perm."),
            (290, Stage.TALKS, "ru", "Согласованы чертежи опытной секции; обсуждается цена."),
            (700, Stage.MOU, "it", "Firmato un memorandum d'intesa sulla sezione di prova."),
        ),
        "record": "Il costruttore di Ekaterinburg chiede una prova su acciaio nazionale. Disegni entro marzo.",
    },
    {
        "title": (
            "Laboratorio comune per rivestimenti farmaceutici",
            "Совместная лаборатория фармацевтических покрытий",
            "Joint laboratory for pharmaceutical coatings",
        ),
        "proposer": ("Università Alta Valle", "Университет «Альта Валле»", "Alta Valle University"),
        "summary": (
            "Prove di stabilità su rivestimenti di compresse, con scambio di dottorandi.",
            "Испытания стабильности покрытий таблеток и обмен аспирантами.",
            "Stability tests of tablet coatings, with an exchange of doctoral students.",
        ),
        "counterpart": ("", "", ""),
        "kind": "research",
        "table": 2,
        "news": ((400, Stage.CONTACTS, "en", "Two doctoral students visited the plant; no funding was found so far."),),
        "record": "",
    },
)
MINUTES = (25, 20, 15)
CODES = ("it", "ru", "en")


def make_following(earlier: Session, later: Session) -> None:
    """Make the projects of the earlier session once, with what became of them; one is presented again at the later."""
    if Project.objects.filter(session=earlier, title_it=EARLIER[0]["title"][0]).exists():
        return
    with transaction.atomic(), translation.override("it"):
        made = [make_project(earlier, told) for told in EARLIER]
        note_presented()
        for project, told in zip(made, EARLIER, strict=True):
            tell(earlier, project, told)
        if table := later.tables.order_by("number").first():
            present_again(made[0], table)
        before_the_session(later)
        order(later)


def make_project(session: Session, told: dict) -> Project:
    texts = {
        f"{name}_{code}": text
        for name in ("title", "proposer", "summary", "counterpart")
        for code, text in zip(CODES, told[name], strict=True)
    }
    project = Project.objects.create(
        session=session, side="IT", kind=told["kind"], review=Review.ACCEPTED, language="it", is_public=False, **texts
    )
    table = session.tables.filter(number=told["table"]).first()
    Presentation.objects.create(project=project, session=session, table=table, minutes=20, record=told["record"])
    return project


def tell(session: Session, project: Project, told: dict) -> None:
    """Write the news down, as they came in the years after; who may tell more stands beside them."""
    rows = [
        ProjectNews(
            project=project, on=session.ends_on + dt.timedelta(days=days), stage=stage, language=language, text=text,
            source=NewsSource.STAFF, may_be_shown=True,
            seen_at=dt.datetime.combine(session.ends_on + dt.timedelta(days=days), dt.time(12), tzinfo=dt.UTC),
        )
        for days, stage, language, text in told["news"]
    ]  # fmt: skip
    ProjectNews.objects.bulk_create(rows)
    settle_stage(project)
    ProjectContact.objects.create(
        project=project, role=ContactRole.PROPOSER, side="IT", name="Elena Bonomi", language="it",
        email=f"bonomi{project.pk}@example.org",
    )  # fmt: skip
    ProjectNews.objects.create(
        project=project, on=session.ends_on + dt.timedelta(days=900), source=NewsSource.CONTACT, language="it",
        text="La sezione di prova lavora da due mesi; vorremmo presentarla di nuovo.", may_be_shown=True,
    )  # fmt: skip


def before_the_session(session: Session) -> None:
    """Tell of the first project of the session itself what everybody may read."""
    project = Project.objects.standing().filter(session=session).order_by("position", "pk").first()
    if project:
        tell_news(
            project, on=today_in_rome() - dt.timedelta(days=6), stage=Stage.CONTACTS, language="it", is_public=True,
            text="Due costruttori della regione di Samara hanno chiesto un incontro prima della sessione.",
        )  # fmt: skip


def order(session: Session) -> None:
    """Give the projects at the tables of a session their minutes."""
    rows = Presentation.objects.filter(session=session, table__isnull=False).order_by("table__number", "position", "pk")
    for number, row in enumerate(rows):
        row.minutes = MINUTES[number % len(MINUTES)]
        row.save(update_fields=["minutes", "updated_at"])
