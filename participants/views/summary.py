"""What a draft holds, as the check page shows it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participants.asking import answers_of
from participants.forms.delegates import SPOKEN
from participants.identifiers import readable_phone
from participants.models import Delegate, Registration, TableSeat, VisitSeat
from participants.sectors import sector_name
from participants.views import wording
from participants.wording import answer_words


def described(delegates: list[Delegate]) -> list[Delegate]:
    """Return the delegates, each with ``facts`` for parts/facts.html."""
    tables, visits = TableSeat.objects.select_related("table"), VisitSeat.objects.select_related("visit")
    prefetch_related_objects(delegates, Prefetch("table_seats", tables), Prefetch("visit_seats", visits))
    for delegate in delegates:
        delegate.facts = [
            (pgettext("person", "Name in Latin letters"), f"{delegate.given_latin} {delegate.family_latin}".strip()),
            (
                pgettext("person", "Name in Cyrillic letters"),
                f"{delegate.given_cyrillic} {delegate.family_cyrillic}".strip(),
            ),
            (_("Qualification"), delegate.qualification),
            (_("E-mail"), delegate.email),
            (_("Telephone"), readable_phone(delegate.phone)),
            *needs(delegate),
        ]
        delegate.choices = [
            (_("Tables"), "; ".join(str(seat.table) for seat in delegate.table_seats.all())),
            (_("Visits"), "; ".join(str(seat.visit) for seat in delegate.visit_seats.all())),
        ]
        delegate.chosen = any(titles for _name, titles in delegate.choices)
    return delegates


def needs(delegate: Delegate) -> list[tuple]:
    """Return what a delegate speaks and needs, for parts/facts.html."""
    spoken = dict(SPOKEN)
    return [
        (pgettext("person", "Languages spoken"), ", ".join(str(spoken.get(code, code)) for code in delegate.speaks)),
        (_("Language of our messages to this person"), delegate.get_language_display() if delegate.language else ""),
        (_("Interpreter"), _("wished") if delegate.needs_interpreter else ""),
        (_("Diet"), delegate.dietary_needs),
        (_("Access"), delegate.access_needs),
    ]


def interests(registration: Registration) -> list[tuple]:
    """Return what an organisation seeks, for parts/facts.html."""
    codes = registration.organisation.sectors.order_by("pk").values_list("code", flat=True)
    body = registration.submitted_through
    return [
        (_("Themes and projects"), registration.themes),
        (_("Aims"), registration.aims),
        (_("Counterparts sought"), registration.counterparts),
        (_("Contacts already started"), registration.contacts_started),
        (_("Interest in investment"), registration.get_investment_display() if registration.investment else ""),
        (_("Sectors"), "; ".join(sector_name(code) for code in codes)),
        (_("Submitted through"), body.name if body else ""),
        (_("Catalogue of participants"), _("shown") if registration.in_catalogue else _("not shown")),
    ]


def answers_facts(registration: Registration, delegate: Delegate | None = None) -> list[tuple[str, str]]:
    """Return what the organisation, or one delegate, answered to the session's questions, for parts/facts.html."""
    whose = delegate and delegate.pk
    return [
        (one.question.label, answer_words(one)) for one in answers_of(registration) if one.delegate_id == whose
    ]


def answers(registration: Registration) -> list[tuple[str, list[tuple]]]:
    """Return all that was answered, by who answered: the name, and the answers for parts/facts.html."""
    found: dict[str, list[tuple]] = {}
    for one in answers_of(registration):
        who = one.delegate.name if one.delegate else registration.organisation.name
        found.setdefault(who, []).append((one.question.label, answer_words(one)))
    return list(found.items())


def of(draft: Registration) -> dict[str, list[tuple]]:
    """Return what was typed at step 1, by topic, for parts/facts.html."""
    body = draft.organisation
    return {
        "organisation_facts": [
            (_("Delegation"), body.get_side_display()),
            (_("Kind of organisation"), body.get_category_display()),
            (_("Name in Latin letters"), body.name_latin),
            (_("Name in Cyrillic letters"), body.name_cyrillic),
            (_("Region"), body.region),
            (_("Town"), body.town),
            (_("Address"), body.address),
            (_("Website"), body.website),
            (_("P. IVA"), body.vat_number),
            (_("Codice fiscale"), body.fiscal_code),
            (_("INN"), body.inn),
        ],
        "interest_facts": interests(draft),
        "contact_facts": [
            (_("Contact person"), draft.contact_name),
            (_("E-mail"), draft.contact_email),
            (_("Telephone"), readable_phone(draft.contact_phone)),
            (_("Language of our messages"), draft.get_language_display()),
        ],
    }


def sent(registration: Registration) -> list[tuple]:
    """Return what stays of a registration on the page after sending, for parts/facts.html."""
    moment = wording.host_time(registration.session, registration.submitted_at)
    return [(_("Organisation"), registration.organisation), (_("Sent"), moment)]


def mail_folder() -> str:
    """Return where the embedded run keeps its mail, relative to the project; nothing where mail is really sent."""
    if not settings.EMBEDDED or not settings.POST_OFFICE["BACKENDS"]["default"].endswith("filebased.EmailBackend"):
        return ""
    return "/".join(settings.MAIL_FOLDER.parts[-2:])
