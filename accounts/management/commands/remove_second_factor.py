"""The way back for an administrator who lost telephone and recovery codes, with nobody left to help."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from accounts.second_factor import remove_second_factor
from taskforce.commands import PortalCommand


class Command(PortalCommand):
    help = "Remove the second factor of an account; the person is told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email=email.strip().lower(), second_factor__isnull=False).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email} and a second factor.")
        remove_second_factor(user)
        self.stdout.write(f"Removed: {user.email} signs in with the password alone.")
