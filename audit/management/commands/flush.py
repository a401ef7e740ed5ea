"""``flush``, which empties the record together with everything else."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as FlushCommand

from audit.connection import may_redact
from audit.models import Change


class Command(FlushCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        with may_redact():
            super().handle(*args, **options)
            Change.objects.all().delete()  # where the emptying of a table was put on record itself
