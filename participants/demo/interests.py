"""What an organisation says of itself in the form, and what its delegates say: after names, sides and places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from random import Random

from django.utils import timezone

from participants.demo import words_interests, words_italian, words_russian
from participants.demo.words_interests import TOPICS, Topic
from participants.enums import Category, Investment, State
from participants.forms.interests import COMES_ALONG
from participants.models import Delegate, Organisation, OrganisationSector, Registration
from participants.sectors import MAX_SECTORS
from sessions.enums import Side

SECTORS = {"it": words_italian.SECTORS, "ru": words_russian.SECTORS, "en": [topic.english for topic in TOPICS]}
PASS_ON = (Category.REGION, Category.CHAMBER, Category.TRADE_ASSOCIATION, Category.CONFEDERATION)
INVESTMENTS = {Investment.NONE: 40, Investment.SEEKS: 28, Investment.INVESTS: 18, Investment.BOTH: 9, "": 5}
INTERPRETERS = ("Interprete", "Переводчик")


class InterestsMaker:
    """Fills in unsaved rows. It draws from a source of its own, so that who is drawn does not depend on it."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.bodies: dict[str, list[Organisation]] = {side: [] for side in Side.values}

    def fill(self, registration: Registration, delegates: Sequence[Delegate]) -> list[OrganisationSector]:
        """Set what was asked besides names; return the sectors, the main one first. Some drafts stop before."""
        organisation = registration.organisation
        topic = self._topic(organisation)
        self._say_who_accompanies(registration)
        for delegate in delegates:
            self._needs(delegate)
        if registration.state == State.DRAFT and self.rng.random() < 0.5:
            return []
        self._interests(registration, topic)
        codes = [words_interests.OWN_SECTOR.get(organisation.category), *topic.codes[: self.rng.choice((1, 1, 2, 3))]]
        known = [code for code in codes if code][:MAX_SECTORS]
        return [OrganisationSector(organisation=organisation, code=code) for code in known]

    def read_conditions(self, delegate: Delegate) -> None:
        """Let most of those who have a place have agreed in person, within three days; never later than now."""
        if self.rng.random() < 0.7:
            read = delegate.registration.decided_at + dt.timedelta(minutes=self.rng.randint(20, 4300))
            delegate.conditions_read_at = min(read, timezone.now())

    def _topic(self, organisation: Organisation) -> Topic:
        """Return what the name tells; a name that tells nothing gets any."""
        name = organisation.name_latin if organisation.side == Side.IT else organisation.name_cyrillic
        for word in re.findall(r"\w+", name.casefold()):
            for topic in TOPICS:
                if word.startswith(topic.stems) or word.endswith(topic.stems):
                    return topic
        return self.rng.choice(TOPICS)

    def _say_who_accompanies(self, registration: Registration) -> None:
        organisation = registration.organisation
        bodies = self.bodies[organisation.side]
        if organisation.category in PASS_ON:
            organisation.passes_on = self.rng.random() < 0.6 or not bodies
            bodies.extend([organisation] if organisation.passes_on else [])
        elif organisation.category == Category.COMPANY and bodies and self.rng.random() < 0.3:
            registration.submitted_through = self.rng.choice(bodies)

    def _interests(self, registration: Registration, topic: Topic) -> None:
        rng, language, category = self.rng, registration.language, registration.organisation.category
        registration.investment = rng.choices(list(INVESTMENTS), weights=list(INVESTMENTS.values()))[0]
        registration.in_catalogue = rng.random() < 0.6
        if category in COMES_ALONG and rng.random() < 0.3:
            return
        registration.themes, registration.counterparts = _texts(category, topic, language)
        if category == Category.COMPANY and rng.random() < 0.6:
            registration.themes += "\n" + rng.choice(words_interests.PROJECTS[language])
        registration.aims = rng.choice(words_interests.AIMS[language])
        if rng.random() < 0.35:
            registration.contacts_started = rng.choice(words_interests.CONTACTS[language])

    def _needs(self, delegate: Delegate) -> None:
        rng = self.rng
        own, other = ("it", "ru") if delegate.side == Side.IT else ("ru", "it")
        chances = {"en": 0.65, other: 0.2, "de": 0.12, "fr": 0.1, "es": 0.05, "zh": 0.03}
        spoken = [code for code, chance in chances.items() if rng.random() < chance]
        interpreter = delegate.qualification in INTERPRETERS
        if interpreter and other not in spoken:
            spoken.insert(0, other)
        delegate.speaks = [own, *spoken]
        delegate.needs_interpreter = other not in spoken and rng.random() < (0.3 if "en" in spoken else 0.85)
        delegate.language = rng.choice(("en", other)) if rng.random() < 0.05 else ""
        delegate.dietary_needs = rng.choice(words_interests.DIETS[own]) if rng.random() < 0.12 else ""
        delegate.access_needs = rng.choice(words_interests.ACCESS[own]) if rng.random() < 0.03 else ""


def _texts(category: str, topic: Topic, language: str) -> tuple[str, str]:
    """Return what is brought and whom is sought."""
    if category in (Category.COMPANY, Category.CONSORTIUM):
        return topic.brings[language], topic.seeks[language]
    kind = "science" if category in words_interests.SCIENCE else "bank" if category == Category.BANK else "body"
    sector = SECTORS[language][TOPICS.index(topic)]
    return words_interests.BRINGS[kind][language].format(sector=sector), words_interests.SEEKS[kind][language]
