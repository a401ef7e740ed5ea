"""``migrate``, and what belongs to it here: the triggers of the record are made to suit the tables it leaves."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from audit.triggers import drop_triggers, make_triggers


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        drop_triggers(connection)
        super().handle(*args, **options)
        make_triggers(connection)
