"""Fills the embedded run, and says how to sign in."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from desk import seed
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Fill the embedded run: the history, Bergamo with demonstration delegates, a demonstration session that is open"
        " for registration, one staff account for each role. Quick when all of it is there. Refuses in production."
    )
    requires_system_checks = []  # make run has just migrated, which checked

    def handle(self, *args, **options) -> None:
        if not settings.EMBEDDED:
            raise CommandError("this makes accounts with passwords in a file: it is for the embedded run only")
        if not seed.is_seeded():
            seed.seed()
        elif not seed.sign_in_lines():
            seed.renew_passwords()
        page = f"{settings.BASE_URL}/it/accounts/sign-in/"
        self.stdout.write(f"How to sign in at {page} (kept in {seed.accounts_file()}):")
        for line in seed.sign_in_lines():
            self.stdout.write(f"  {line}")
