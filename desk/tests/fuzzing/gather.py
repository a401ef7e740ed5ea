"""Goes to every address as everybody, and keeps the forms that stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from desk.tests.fuzzing import send, walk
from desk.tests.fuzzing.spoil import QUERIES
from desk.tests.fuzzing.world import World

ENOUGH = 2  # pages of one address that open: of two rows, say


@dataclass
class Found:
    forms: dict[tuple, tuple[str, walk.Form]] = field(default_factory=dict)  # by shape: who met it, and the form
    pages: list[tuple[str, str]] = field(default_factory=list)  # role and path of what opened
    bare: list[tuple[str, str]] = field(default_factory=list)  # role and path of what takes posts alone, or leads on
    led_on: set[tuple] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    asked: int = 0

    def posts(self) -> list[tuple[str, walk.Form]]:
        """Every form that posts; and for an address that takes posts alone, one with fields of all the others."""
        forms = [(role, form) for role, form in self.forms.values() if form.method == "post"]
        names = {one.name: one for _role, form in forms for one in form.fields if "-" not in one.name}
        known = {form.action for _role, form in forms}
        every = tuple(names[name] for name in sorted(names))
        return forms + [(role, walk.Form(path, "post", False, every)) for role, path in self.bare if path not in known]

    def filters(self) -> dict[str, walk.Form]:
        """The forms that search and filter, by the path they ask."""
        return {form.action.split("?")[0]: form for _role, form in self.forms.values() if form.method == "get"}


def look_round(world: World, log: send.Log, choose: Callable[[tuple[str, ...]], Iterable[str]] = tuple) -> Found:
    """Open every page as the roles chosen of those that are sent there."""
    found = Found()
    for address in walk.addresses():
        for role in choose(world.roles_at(address)):
            visit(world, found, log, role, address)
    return found


def visit(world: World, found: Found, log: send.Log, role: str, address: walk.Address) -> None:
    """Try an address until pages of it opened."""
    opened = 0
    for path in world.paths(address):
        log.records.clear()
        page = world.browsers[role].get(path)
        found.asked += 1
        found.faults += [f"GET {path} as {role}: {fault}" for fault in send.faults_of(page, log)]
        leads_on = page.status_code == 302 and "/desk/" in path
        if (leads_on or page.status_code == 405) and (role, address) not in found.led_on:
            found.bare.append((role, path))
            found.led_on.add((role, address))
        if page.status_code != 200:
            continue
        opened += 1
        found.pages.append((role, path))
        if not page.streaming and page["Content-Type"].startswith("text/html"):
            for form in walk.forms_of(page.text, path):
                whose = role if "/desk/" in path else ""  # at a desk a role is what counts
                found.forms.setdefault((whose, *form.shape), (role, form))
        if opened == ENOUGH:
            return


def wrong_queries(form: walk.Form | None) -> list[str]:
    """What is put behind an address: what nobody means anywhere, and in the fields of its own filter."""
    own = [field.name for field in form.fields] if form else []
    wrong = ("%00", "9" * 30, "-1", "%ED%A0%80", "99999-99-99", "%C2%B2", "[1]", "x" * 3000, "%F0%9F%8D%9D")
    return [*QUERIES, *(f"{name}={value}" for name in own for value in wrong)]
