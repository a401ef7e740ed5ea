"""Each row of a table through the very forms of the public registration: the rules are the same."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from participants.forms.delegates import DelegateForm, identities
from participants.forms.interests import InterestsForm
from participants.forms.organisation import OrganisationForm
from participants.models import Organisation, Registration
from participants.services.keys import organisation_key
from participants.spreadsheets.columns import DELEGATES, MAX_ROWS, Column, choices, headings
from sessions.models import HostRegion
from taskforce.text import comparison_key

LEADING_ZEROS = {"vat_number": (11,), "fiscal_code": (11,), "inn": (10, 12)}  # what a numeric cell has lost
FEWEST_HEADINGS = 3  # a row that names as many columns is the row of headings
SEARCHED = 10  # rows within which the headings are looked for


@dataclass
class Checked:
    """What a table holds: companies that may be registered, and what is wrong, by row and column."""

    companies: list[dict] = field(default_factory=list)
    faults: list[dict] = field(default_factory=list)

    def fault(self, row: int, column: str, text: str) -> None:
        self.faults.append({"row": row, "column": column, "text": str(text)})


def check_rows(table: list[list[str | int]], side: str, taken: set[str]) -> Checked:
    """Check a table as it was read. ``taken``: the keys (see ``_company``) of what is registered already.

    A row with a fault is no company; ``row`` is counted from 1 as the spreadsheet shows it.
    """
    checked = Checked()
    start, found = _find_headings(table, side, checked)
    if not found:
        return checked
    rows = [(number, _values(row, found)) for number, row in enumerate(table[start:], start + 1) if any(map(str, row))]
    if len(rows) > MAX_ROWS:
        checked.fault(0, "", _("A spreadsheet holds at most %(number)d companies.") % {"number": MAX_ROWS})
        return checked
    if not rows:
        checked.fault(0, "", _("Below the headings there is no company."))
    check = RowCheck(side, checked)
    for number, values in rows:
        check(number, values)
    _refuse_twice(checked, taken)
    return checked


class RowCheck:
    """Checks rows one by one; what is the same for all of them is prepared once."""

    def __init__(self, side: str, checked: Checked) -> None:
        self.side, self.checked = side, checked
        self.words = choices(side)
        self.regions = {str(region.pk): region for region in HostRegion.objects.all()}
        self.columns = headings(side)

    def __call__(self, number: int, values: dict[Column, str | int]) -> None:
        """Check one row; add its company, or its faults."""
        before = len(self.checked.faults)
        data = self._by_form(number, values)
        organisation = OrganisationForm(data["organisation"] | {"side": self.side}, regions=self.regions)
        self._collect(number, "organisation", organisation)
        body = Organisation(side=self.side, category=data["organisation"].get("category", ""))
        interests = InterestsForm(data["interests"], registration=Registration(organisation=body), bodies={})
        self._collect(number, "interests", interests)
        people = self._people(number, data)
        if len(self.checked.faults) == before:
            self.checked.companies.append(_company(number, organisation, interests, people))

    def _by_form(self, number: int, values: dict[Column, str | int]) -> dict[str, dict[str, str]]:
        data: dict[str, dict[str, str]] = {"organisation": {"category": "company", "language": "it"}, "interests": {}}
        data["organisation"]["language"] = "ru" if self.side == "RU" else "it"
        for column, value in values.items():
            text = _text(column.field, value)
            words = self.words.get(column.field)
            if text and words is not None:
                if comparison_key(text) not in words:
                    fault = _("“%(value)s” is not in the list.") % {"value": text[:60]}
                    self.checked.fault(number, column.heading, fault)
                    continue
                text = words[comparison_key(text)]
            if text:
                data.setdefault(column.form, {})[column.field] = text
        return data

    def _people(self, number: int, data: dict[str, dict[str, str]]) -> list[dict]:
        people, seen = [], set()
        for name in (f"delegate-{index}" for index in range(1, DELEGATES + 1)):
            if name in data:
                form = DelegateForm(data[name], side=self.side)
                self._collect(number, name, form)
                if form.is_valid():
                    who = set(identities(form.cleaned_data))
                    if seen & who:
                        heading = Column(name, "family_latin").heading
                        self.checked.fault(number, heading, _("This person is already named above."))
                    seen |= who
                    people.append({key: value for key, value in form.cleaned_data.items() if key != "pk"})
        if not any(name.startswith("delegate") for name in data):
            self.checked.fault(number, "", _("Name at least one delegate."))
        return people

    def _collect(self, number: int, form_name: str, form: forms.Form) -> None:
        for name, errors in form.errors.items():
            heading = "" if name == forms.forms.NON_FIELD_ERRORS else Column(form_name, name).heading
            for error in errors:
                self.checked.fault(number, heading, error)


def _find_headings(table: list, side: str, checked: Checked) -> tuple[int, dict[int, Column]]:
    """Return after how many rows the companies begin, and which column of the table is which of ours."""
    known = headings(side)
    for start, row in enumerate(table[:SEARCHED], start=1):
        keys = [comparison_key(str(cell)) for cell in row]
        found = {index: known[key] for index, key in enumerate(keys) if key in known}
        if len(found) >= FEWEST_HEADINGS:
            twice = [column for column, times in Counter(found.values()).items() if times > 1]
            for column in twice:
                checked.fault(start, column.heading, _("This heading stands twice."))
            for index, key in enumerate(keys):
                if key and key not in known:
                    checked.fault(start, str(row[index])[:60], _("This heading is none of the template's."))
            return start, {} if twice else found  # which of the two columns is meant, nobody knows
    checked.fault(0, "", _("The headings of the template were not found in the first ten rows."))
    return 0, {}


def _values(row: list[str | int], found: dict[int, Column]) -> dict[Column, str | int]:
    return {column: row[index] for index, column in found.items() if index < len(row)}


def _text(name: str, value: str | int) -> str:
    """The text of a cell; of a number stored as one, with the zeros in front that it has lost."""
    text = str(value)
    if isinstance(value, int) and name in LEADING_ZEROS:
        lengths = [length for length in LEADING_ZEROS[name] if len(text) <= length]
        return text.zfill(lengths[0]) if lengths else text
    return f"+{text}" if isinstance(value, int) and name.endswith("phone") and len(text) > 10 else text


def _refuse_twice(checked: Checked, taken: set[str]) -> None:
    """Refuse a company that stands in the sheet twice, or is registered for the session already."""
    numbers = {"IT": "vat_number", "RU": "inn"}
    seen: dict[str, int] = {}
    for company in copy.copy(checked.companies):
        key, number, facts = company["key"], company["row"], company["organisation"]
        text = ""
        if key in taken:
            text = _("This organisation is registered for the session already.")
        elif key in seen:
            text = _("The same organisation stands in row %(row)d.") % {"row": seen[key]}
        if text:
            name = "name_latin" if facts["name_latin"] else "name_cyrillic"
            field_name = numbers[facts["side"]] if company["identifier"] else name
            checked.fault(number, Column("organisation", field_name).heading, text)
            checked.companies.remove(company)
        seen.setdefault(key, number)


def _company(number: int, organisation: OrganisationForm, interests: InterestsForm, people: list[dict]) -> dict:
    """What is kept of a row. ``key`` tells it from all others: its identifier, else its name."""
    facts = organisation.organisation
    body = Organisation(**facts)
    return {
        "row": number,
        "name": body.name_latin or body.name_cyrillic,
        "identifier": body.identifier,
        "key": body.identifier or organisation_key(body),
        "organisation": facts | {"region": facts["region"].pk if facts["region"] else None},
        "contact": organisation.contact,
        "interests": {name: value for name, value in interests.facts.items() if name != "submitted_through"},
        "sectors": interests.sectors,
        "delegates": people,
    }
