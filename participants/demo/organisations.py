"""Organisations of all 13 categories and both sides."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from participants.demo import identifiers, words_italian, words_russian
from participants.enums import Category
from participants.models import Organisation
from participants.transliteration import propose_cyrillic, propose_latin
from sessions.enums import Side
from sessions.models import HostRegion
from taskforce.text import comparison_key, file_name

WORDS = {Side.IT: words_italian, Side.RU: words_russian}
# How often each category is met, in hundredths; the rest are companies.
SHARES = {
    Category.ADMINISTRATION: 3, Category.REGION: 3, Category.TRADE_ASSOCIATION: 6, Category.FEDERATION: 2,
    Category.CONFEDERATION: 2, Category.CONSORTIUM: 4, Category.CHAMBER: 4, Category.FAIR: 2, Category.UNIVERSITY: 4,
    Category.TECHNOLOGY_HUB: 3, Category.RESEARCH_CENTRE: 3, Category.BANK: 3,
}  # fmt: skip
# Bodies that have a codice fiscale and no P. IVA.
WITHOUT_VAT = {
    Category.ADMINISTRATION, Category.REGION, Category.TRADE_ASSOCIATION, Category.FEDERATION, Category.CONFEDERATION,
}  # fmt: skip
SMALL_FORMS = ("S.n.c.", "S.a.s.")


class OrganisationMaker:
    """Makes unsaved organisations; no two have the same name or the same number."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self.rng = rng
        self.taken = taken
        self.regions = {region.code: region for region in HostRegion.objects.all()}
        self.made = dict.fromkeys(Side.values, 0)

    def make(self, side: str) -> Organisation:
        """Return an organisation of a side: each category once to begin with, then as often as they are met."""
        category = self._category(self.made[side])
        self.made[side] += 1
        town, code = self.rng.choice(WORDS[side].TOWNS)
        name = self._distinct(lambda: self._name(side, category, code), town)
        latin, cyrillic = self._alphabets(side, name)
        return Organisation(
            side=side,
            category=category,
            name_latin=latin,
            name_cyrillic=cyrillic,
            name_key=comparison_key(f"{latin} {cyrillic}"),
            region=self.regions.get(code),
            town=town,
            address=f"{self.rng.choice(WORDS[side].STREETS)}, {self.rng.randint(1, 180)}",
            website=f"https://{file_name(propose_latin(name)).lower()[:50]}.example.org",
            **self._numbers(side, category, name),
        )

    def _category(self, index: int) -> str:
        if index < len(Category):
            return ([Category.COMPANY, *SHARES])[index]
        chance = self.rng.randrange(100)
        for category, share in SHARES.items():
            chance -= share
            if chance < 0:
                return category
        return Category.COMPANY

    def _name(self, side: str, category: str, code: str) -> str:
        words = WORDS[side]
        region = self.regions.get(code)
        return self.rng.choice(words.NAMES[category]).format(
            place=self.rng.choice(words.PLACES),
            sector=self.rng.choice(words.SECTORS),
            form=self.rng.choice(words.FORMS),
            region=(region.name_it if side == Side.IT else region.name_ru) if region else code,
            trade=self.rng.choice(words_italian.TRADES),
            family=self.rng.choice(words_italian.FAMILIES),
            beginning=self.rng.choice(words_russian.BEGINNINGS),
            ending=self.rng.choice(words_russian.ENDINGS),
        )

    def _alphabets(self, side: str, name: str) -> tuple[str, str]:
        """Return the name in both alphabets; most Italian papers have the Latin one only."""
        if side == Side.RU:
            return propose_latin(name), name
        return name, propose_cyrillic(name, side) if self.rng.random() < 0.3 else ""

    def _numbers(self, side: str, category: str, name: str) -> dict[str, str]:
        if side == Side.RU:
            return {"inn": self._distinct(lambda: identifiers.draw_inn(self.rng))}
        if category in WITHOUT_VAT:
            return {"fiscal_code": self._distinct(lambda: identifiers.draw_fiscal_code(self.rng))}
        number = self._distinct(lambda: identifiers.draw_vat_number(self.rng))
        # Partnerships fill in both: for a body the two are the same number.
        return {"vat_number": number, "fiscal_code": number if name.endswith(SMALL_FORMS) else ""}

    def _distinct(self, draw: Callable[[], str], town: str = "") -> str:
        """Return something not drawn before; a name that will not come out new gets its town, then a number."""
        for attempt in range(40):
            value = draw()
            if attempt >= 20 and town:
                value = f"{value}, {town}"
            if attempt >= 30 and town:
                value = f"{value} {attempt * 7 + len(self.taken)}"
            if value not in self.taken:
                self.taken.add(value)
                return value
        raise RuntimeError("nothing new could be drawn")
