"""The act of drawing up a Protocol: figures and facts are frozen, and its parts written from them in both languages.

Drawing up again replaces only what nobody edited: a part that was edited in one language stays in both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.enums import ActKind, ActStatus, Authority
from agreements.models import Agreement, Article, AuthenticText, FrozenFigures
from agreements.protocol import (
    ENDS,
    LANGUAGES,
    Part,
    Wording,
    drawn_of,
    newest_frozen,
    newest_texts,
    parts_of,
    protocol_of,
)
from agreements.services.acts import add_act
from agreements.services.protocol import Texts, arrange, check_drafts, give_keys, order_of, placed, write_part
from documents.protocol.facts import protocol_facts
from documents.protocol.sections import Draft, write_draft
from sessions.models import Session
from taskforce.errors import DomainError

Wordings = dict[str, Wording]


class How(StrEnum):
    """What drawing up does with a part."""

    NEW = "new"
    REPLACED = "replaced"
    KEPT = "kept"  # it was edited, and the data now say something else
    GONE = "gone"  # the data say nothing of it any more


@dataclass(frozen=True)
class Change:
    """What drawing up does with one part: what it said, and what the data say now."""

    key: str
    how: How
    before: Mapping[str, Wording]
    now: Mapping[str, Wording]


@dataclass(frozen=True)
class Plan:
    """What drawing up would do at a moment."""

    facts: dict
    as_of: dt.datetime
    drafts: dict[str, Draft]
    changes: list[Change]

    @property
    def order(self) -> list[str]:
        return list(self.drafts[LANGUAGES[0]].parts)


def plan_drawing(session: Session, act: Agreement | None, as_of: dt.datetime) -> Plan:
    """Return what drawing up would do. That the figures are of a later moment alone changes nothing."""
    facts = protocol_facts(session)
    drafts = drafts_of(facts, as_of)
    frozen = newest_frozen(act) if act else None
    texts = newest_texts(act) if act else {}
    drawn = drawn_of(frozen)
    same_moment = by_key(drafts_of(facts, frozen.as_of)) if frozen else {}
    unchanged = {key for key, now in same_moment.items() if now == drawn.get(key)}
    parts = {part.key: part for part in parts_of(texts, frozen)}
    return Plan(facts, as_of, drafts, changes_of(by_key(drafts), drawn, parts, unchanged))


def changes_of(
    written: dict[str, Wordings], drawn: dict[str, Wordings], parts: dict[str, Part], unchanged: set[str]
) -> list[Change]:
    """Return what becomes of each part about which the data say something new; one that was left out stays out."""
    found = []
    for key, now in written.items():
        part, was = parts.get(key), drawn.get(key, {})
        if key in unchanged or (part is None and was):
            continue
        empty = part is None or not any(any(says) for says in part.says.values())
        if not empty and part.says == now:
            continue
        how = How.NEW if empty else How.REPLACED if part.says == was else How.KEPT
        found.append(Change(key, how, {} if empty else part.says, now))
    gone = [part for key, part in parts.items() if key in drawn and key not in written]
    return found + [Change(part.key, How.GONE, part.says, {}) for part in gone if part.says == part.drawn]


def drafts_of(facts: dict, as_of: dt.datetime | None) -> dict[str, Draft]:
    return {language: write_draft(facts, as_of, language) for language in LANGUAGES}


def by_key(drafts: dict[str, Draft]) -> dict[str, Wordings]:
    """Return the wordings of all languages by key."""
    found: dict[str, Wordings] = {}
    for language, draft in drafts.items():
        for key, wording in draft.written.items():
            found.setdefault(key, {})[language] = wording
    return found


def draw_up(session: Session, by: User | None = None, as_of: dt.datetime | None = None) -> FrozenFigures:
    """Freeze the figures of a session as of now and draw up its Protocol from them, the first time or again.

    Raises DomainError where the Protocol is signed, or one of its texts is no draft any more.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update(of=("self",)).select_related("host_region").get(pk=session.pk)
        act = protocol_of(session)
        if act:
            Agreement.objects.select_for_update(of=("self",)).get(pk=act.pk)
            check_open(act)
        plan = plan_drawing(session, act, as_of or timezone.now())
        act = act or add_protocol(session, plan.drafts, by)
        texts = open_texts(act, by)
        carry_out(plan, texts)
        return FrozenFigures.objects.create(agreement=act, facts=kept(plan), as_of=plan.as_of, by=by)


def check_open(act: Agreement) -> None:
    """Raise DomainError where a Protocol is not drawn up any more."""
    if act.status == ActStatus.SIGNED:
        raise DomainError(_("The Protocol is signed: it is not drawn up again."), code="state")
    check_drafts(newest_texts(act))


def add_protocol(session: Session, drafts: dict[str, Draft], by: User | None) -> Agreement:
    """Add the act, under the title it has in each language."""
    with translation.override("en"):
        english = f"Protocol – {session}"
    titles = {f"title_{language}": draft.title[:300] for language, draft in drafts.items()}
    return add_act(Agreement(session=session, kind=ActKind.PROTOCOL, title_en=english[:300], **titles), by)


def open_texts(act: Agreement, by: User | None) -> Texts:
    """Return the texts of an act, with those made that were missing; articles written elsewhere get their keys."""
    there = newest_texts(act)
    for language in LANGUAGES:
        if language not in there:
            AuthenticText.objects.create(agreement=act, language=language, authority=Authority.AUTHENTIC, created_by=by)
    texts = newest_texts(act)
    give_keys(texts)
    return texts


def carry_out(plan: Plan, texts: Texts) -> None:
    """Write what the plan says into the texts."""
    order = order_of(texts.values())
    for change in plan.changes:
        if change.how == How.KEPT:
            continue
        if change.how == How.GONE:
            Article.objects.filter(text__in=texts.values(), key=change.key).delete()
            order = [key for key in order if key != change.key]
            continue
        write_part(texts, change.key, change.now)
        if change.key not in ENDS and change.key not in order:
            order = placed(order, change.key, plan.order)
    refresh_moment(plan, texts)
    arrange(texts, order)


def refresh_moment(plan: Plan, texts: Texts) -> None:
    """Give the parts that only tell another moment what they say now, where they were not edited."""
    act = next(iter(texts.values())).agreement
    told = {change.key for change in plan.changes}
    now = by_key(plan.drafts)
    for part in parts_of(newest_texts(act), newest_frozen(act)):
        if part.key in now and part.key not in told and part.drawn and part.says == part.drawn:
            write_part(texts, part.key, now[part.key])


def kept(plan: Plan) -> dict:
    """Return what is kept of drawing up: the facts, what was written of them, and what that changed."""
    drafts = plan.drafts.items()
    return {
        "facts": plan.facts,
        "order": plan.order,
        "written": {language: {key: list(says) for key, says in draft.written.items()} for language, draft in drafts},
        "changes": [
            {"key": one.key, "how": str(one.how), "before": plain(one.before), "now": plain(one.now)}
            for one in plan.changes
        ],
    }


def plain(says: Mapping[str, Wording]) -> dict[str, list[str]]:
    return {language: list(wording) for language, wording in says.items()}


def changes_kept(frozen: FrozenFigures) -> list[Change]:
    """Return what the last drawing up did, as it was kept."""
    return [
        Change(one["key"], How(one["how"]), worded(one["before"]), worded(one["now"]))
        for one in frozen.facts["changes"]
    ]


def worded(says: dict[str, list[str]]) -> Wordings:
    return {language: Wording(*wording) for language, wording in says.items()}
