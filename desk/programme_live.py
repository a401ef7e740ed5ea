"""What the editor shows anew after each act: where every line stands now, what clashes, and what can be undone."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from desk.clashes import Clash, Severity, find_clashes
from desk.programme_grid import TRAY, Card, Grid, Mark, gather_grid
from sessions.models import ProgrammeItem, Session
from tables import services
from tables.models import ProgrammeEdit

CLASHES_SHOWN = 10


def live_context(session: Session, grid: Grid, user: User) -> dict:
    """Return the clashes, the worst first, and the acts that can be undone or done again; marks the cards."""
    clashes = find_clashes(session)
    mark_cards(grid, clashes)
    return {
        "clashes": sorted(clashes, key=is_warning)[:CLASHES_SHOWN],
        "clash_count": len(clashes),
        "impossible_count": sum(not is_warning(clash) for clash in clashes),
        "shown": {card.line.pk for card in grid.cards()},
        "undo": edit_words(services.undoable(session, user)),
        "redo": edit_words(services.redoable(session, user)),
    }


def edit_words(edit: ProgrammeEdit | None) -> str:
    return services.describe_edit(edit) if edit else ""


def mark_cards(grid: Grid, clashes: list[Clash]) -> None:
    """Tell each card of the clashes that its line has a part in."""
    by_item: dict[int, list[Clash]] = {}
    for clash in clashes:
        for pk in clash.items:
            by_item.setdefault(pk, []).append(clash)
    for card in grid.cards():
        if found := by_item.get(card.line.pk):
            card.mark = Mark(len(found), not all(map(is_warning, found)), mark_words(found))


def mark_words(clashes: list[Clash]) -> str:
    return " ".join(clash.words for clash in clashes)


def is_warning(clash: Clash) -> bool:
    return clash.severity != Severity.IMPOSSIBLE


def moved_answer(request: HttpRequest, session: Session, item: ProgrammeItem) -> dict:
    """Return what the page needs after a line was moved: its card, every card's place, the marks, clashes and undo."""
    grid = gather_grid(session, request.GET, only=item.pk)
    live = live_context(session, grid, request.user)
    context = {"session": session, "grid": grid, "may": {"plan": True}, **live}
    card = grid.card(item.pk)
    return {
        "card": part("card", context | {"card": card}, request) if card else "",
        "columns": places(grid),
        "marks": {
            one.line.pk: {"number": one.mark.number, "impossible": one.mark.impossible, "words": one.mark.words}
            for one in grid.cards()
            if one.mark
        },
        "clashes": part("clashes", context, request),
        "clash_count": part("clash_count", context, request),
        "undo": part("undo", context, request),
        "said": said(card, item),
    }


def places(grid: Grid) -> dict:
    """Return for each column its lanes, and for each card in order its primary key, its classes and what was seen."""
    found = {TRAY: {"of": 0, "cards": grid.tray}} | {
        column.key: {"of": column.lanes, "cards": column.cards} for column in grid.columns
    }
    return {
        key: {"of": one["of"], "cards": [(card.line.pk, card.classes, card.seen) for card in one["cards"]]}
        for key, one in found.items()
    }


def said(card: Card | None, item: ProgrammeItem) -> str:
    """Return what a screen reader is told about a line that was moved."""
    if item.day is None or item.starts is None:
        return _("%(title)s waits for a time.") % {"title": item.title}
    where = {"title": item.title, "day": item.day, "starts": f"{item.starts:%H:%M}"}
    moved = _("%(title)s now begins on day %(day)s at %(starts)s.") % where
    number = card.mark.number if card and card.mark else 0
    clashes = ngettext("It has %(number)s clash.", "It has %(number)s clashes.", number) % {"number": number}
    return f"{moved} {clashes if number else _('It has no clash.')}"


def part(name: str, context: dict, request: HttpRequest) -> str:
    return render_to_string(f"desk/programme/parts/{name}.html", context, request)
