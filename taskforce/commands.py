"""The base of the portal's commands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from taskforce.actor import acting


class PortalCommand(BaseCommand):
    """A command that says what is wrong with its arguments in one line, without repeating all of its usage."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = lambda file=None: None
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        with acting(f"command {self.__module__.rpartition('.')[2]}"):
            return super().execute(*args, **options)
