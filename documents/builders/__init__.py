"""The kinds of document there are."""

from documents.builders import attendance, programme
from documents.builders.base import Builder

KINDS: dict[str, Builder] = {builder.kind: builder for builder in (programme.BUILDER, attendance.BUILDER)}

__all__ = ["KINDS", "Builder"]
