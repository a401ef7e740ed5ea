"""The administration's long lists with 20,000 registrations against the same pages with 200: queries, and p95.

python bench/moderation.py
BENCH_DATABASE_URL=postgres://… python bench/moderation.py
"""

from __future__ import annotations

import sys

from paired import compare

REQUESTS = 40
PAIRED = 30
LIST = "/admin/participants/registration/"


def main() -> int:
    return compare(stage, REQUESTS)


def stage(size: int):
    """A browser of staff with its pages, in a portal with so many registrations."""
    client, session = open_portal()
    grow(session, size)
    return client, pages(session)


def open_portal():
    """A browser of staff, and a session to register for."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from sessions.models import Session

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create_superuser(email="bench@example.org", password=None, full_name="Bench")
    client = Client()
    client.force_login(user)
    session = Session.objects.create(
        number=1, title_it="Misura", status="announced", capacity_it=3000, capacity_ru=1000, timezone="Europe/Rome"
    )
    return client, session


def grow(session, count: int) -> None:
    """Add registrations of every state, and let the database take note of how many there are."""
    from django.db import connection

    from participants.demo import make_registrations
    from participants.models import Registration
    from participants.services import index_organisation

    make_registrations(session, count, "bench")
    waiting = session.registrations.filter(state="under_review").select_related("organisation").order_by("verified_at")
    # The demonstration has no two of one name: the first of the queue are made each other's duplicates.
    for one, other in zip(*[iter(waiting[:PAIRED])] * 2, strict=True):
        other.organisation.name_latin = one.organisation.name_latin
        other.organisation.name_cyrillic = one.organisation.name_cyrillic
        other.organisation.save()
        index_organisation(other.organisation)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Registration.objects.count()} registrations, {waiting.count()} of them to decide on", flush=True)


def pages(session) -> dict[str, str]:
    """The pages that are measured."""
    of_session = f"session__id__exact={session.pk}"
    return {
        "registrations": LIST,
        "registrations of a session under review": f"{LIST}?{of_session}&state__exact=under_review",
        "registrations, third page": f"{LIST}?p=3",
        "registrations, searched": f"{LIST}?q=a",
        "to moderate": f"{LIST}queue/?session={session.pk}",
        "to moderate, with duplicates": f"{LIST}queue/?session={session.pk}&duplicates=on",
        "changes to approve": f"{LIST}changes/",
        "organisations": "/admin/participants/organisation/",
        "delegates": "/admin/participants/delegate/",
    }


if __name__ == "__main__":
    sys.exit(main())
