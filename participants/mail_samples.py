"""Invented values for the preview of a mail: what each placeholder could hold, in the language of the mail."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from participants.enums import Place
from participants.mail_texts import placeholders_of
from participants.mailing import Value, lines, link, plain, trusted
from participants.wording import field_name
from sessions.models import Session
from taskforce.dates import date_span, long_date

NAMES = {
    "it": ("Anna Bianchi", "Marco Verdi", "Officine Meccaniche S.r.l."),
    "ru": ("Анна Смирнова", "Иван Петров", "ООО «Уралмеханика»"),
    "en": ("Anna Bianchi", "Marco Verdi", "Officine Meccaniche S.r.l."),
}
STARTS, ENDS = dt.date(2027, 5, 20), dt.date(2027, 5, 21)


def sample_values(kind: str, language: str, session: Session | None = None) -> dict[str, Value]:
    """Return a value for each placeholder of a kind of mail; of a session that is given, its own facts."""
    with override(language):
        organisation = NAMES[language][2] if "organisation" in placeholders_of(kind) else ""
        values = _people(language) | _session_facts(session, organisation) | _texts()
        values["link"] = link(f"{settings.BASE_URL}/{language}/my/link/…")
        values["address"] = link(f"{settings.BASE_URL}/{language}/agreements/…/")
        values["programme"] = link(f"{settings.BASE_URL}/{language}/sessions/…/programme/")
        return {name: values[name] for name in placeholders_of(kind)}


def _people(language: str) -> dict[str, Value]:
    contact, delegate, organisation = NAMES[language]
    seats = [{"title": _("3. Mechanical engineering"), "word": Place.CONFIRMED.label}]
    delegates = [
        {"name": delegate, "place": "confirmed", "position": None, "seats": seats},
        {"name": contact, "place": "waiting", "position": 4, "seats": []},
    ]
    return {
        "contact": plain(contact),
        "delegate": plain(delegate),
        "person": plain(delegate),
        "organisation": plain(organisation),
        "other": plain(NAMES["ru" if language == "it" else "it"][2]),
        "delegates": lines("delegates", delegates=delegates),
    }


def _session_facts(session: Session | None, organisation: str) -> dict[str, Value]:
    title = str(session) if session else _("A session of the Task Force")
    city = (session.city if session else "") or "Bergamo"
    dates = date_span(session.starts_on, session.ends_on) if session else date_span(STARTS, ENDS)
    facts = {"organisation": organisation, "session": title, "dates": dates, "city": city}
    conditions = session.conditions if session else ""
    return {
        "session": trusted(title),
        "dates": trusted(dates),
        "place": trusted(city),
        "facts": lines("facts", **facts),
        "conditions": trusted(conditions or _("Here stand the conditions of participation of the session.")),
    }


def _texts() -> dict[str, Value]:
    change = {
        "name": field_name("vat_number"),
        "person": "",
        "before": "01234567890",
        "after": "09876543210",
        "approved": True,
    }
    deadline = _("Please accept it on your own page by %(moment)s. After that it goes to the next.")
    return {
        "deadline": trusted(deadline % {"moment": f"{long_date(STARTS - dt.timedelta(days=7))}, 18:00"}),
        "reason": plain(_("Here stands the reason that staff wrote.")),
        "question": plain(_("Here stands the question.")),
        "answer": trusted(_("Here stands the answer.")),
        "changes": lines("changes", changes=[change]),
        "news": lines("news", news=[_("Here stands each change of the programme that concerns the person.")]),
        "note": trusted(_("Here stands the note of the version.")),
        "project": plain(_("A joint line for machine tools")),
        "message": plain(_("Here stands what the other organisation wrote.")),
        "table": trusted(_("It is presented at the table: %(table)s.") % {"table": _("3. Mechanical engineering")}),
        "decision": trusted(_("It takes your interest up.")),
        "owner": plain(_("Chamber of Commerce")),
        "commitment": plain(_("To set up a joint working group on machine tools.")),
        "act": plain(_("Protocol of the session")),
        "due": trusted(_("It is to be carried out by %(day)s.") % {"day": long_date(STARTS)}),
    }
