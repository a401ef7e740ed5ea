"""What a company types at each step, and the browser that posts it."""

from __future__ import annotations

import uuid

from django.test import Client

from participants.models import Registration

ITALIAN = {
    "side": "IT",
    "category": "company",
    "name_latin": "Officine Brembo S.r.l.",
    "name_cyrillic": "",
    "town": "Bergamo",
    "address": "Via Roma 1",
    "website": "www.example.com",
    "vat_number": "IT 00743110157",
    "contact_name": "Anna Bianchi",
    "contact_email": "anna@example.com",
    "contact_phone": "035 123456",
    "language": "it",
}
RUSSIAN = ITALIAN | {
    "side": "RU",
    "name_latin": "",
    "name_cyrillic": "ООО «Уралмаш»",
    "town": "Екатеринбург",
    "vat_number": "",
    "inn": "7707083893",
    "contact_phone": "8 495 123-45-67",
    "language": "ru",
}
INTERESTS = {"themes": "Macchine per il legno", "counterparts": "Produttori di mobili"}
ANNA = {"given_latin": "Anna", "family_latin": "Bianchi", "qualification": "Direttrice", "email": "anna@example.com"}
IVAN = {"given_cyrillic": "Иван", "family_cyrillic": "Щукин", "qualification": "Директор"}


def address(session, step: str = "", language: str = "it") -> str:
    """Return the address of a step: ``""``, ``interests``, ``delegates`` and so on."""
    return f"/{language}/sessions/{session.ref}/register/{step}{'/' if step else ''}"


def organisation(client_token: uuid.UUID | str | None = None, **changes) -> dict:
    """Return the fields of step 1 for an Italian company, with changes."""
    return ITALIAN | {"client_token": str(client_token or uuid.uuid4())} | changes


def delegates(*people: dict, **extra) -> dict:
    """Return the fields of step 2 for these persons."""
    fields = {"delegates-TOTAL_FORMS": str(len(people)), "delegates-INITIAL_FORMS": "0"}
    for index, person in enumerate(people):
        fields |= {
            f"delegates-{index}-{name}": value if isinstance(value, list) else str(value)
            for name, value in person.items()
        }
    return fields | extra


def draft(client: Client, session, *people: dict, **changes) -> Registration:
    """Walk through the first three steps and return the draft; the client has its cookie."""
    token = uuid.uuid4()
    response = client.post(address(session), organisation(token, **changes))
    assert response.status_code == 302, response.context["form"].errors
    response = client.post(address(session, "interests"), INTERESTS)
    assert response.status_code == 302, response.context["form"].errors
    response = client.post(address(session, "delegates"), delegates(*(people or (ANNA,))))
    assert response.status_code == 302
    return Registration.objects.get(client_token=token)
