"""The kinds of document there are."""

from documents.builders import (
    attendance,
    confirmation,
    dossier,
    implementation,
    my_programme,
    personal_programmes,
    programme,
    protocol,
    signing,
)
from documents.builders.base import Builder

# About a session, asked for at its desk.
KINDS: dict[str, Builder] = {
    builder.kind: builder
    for builder in (
        *programme.BUILDERS,
        personal_programmes.BUILDER,
        attendance.BUILDER,
        *dossier.BUILDERS,
        signing.BUILDER,
    )
}
KINDS[protocol.BUILDER.kind] = protocol.BUILDER
KINDS[implementation.BUILDER.kind] = implementation.BUILDER
# About one registration or one delegate, asked for on their own page.
PERSONAL: dict[str, Builder] = {builder.kind: builder for builder in (confirmation.BUILDER, my_programme.BUILDER)}


def builder_of(kind: str) -> Builder:
    """Return the builder of a kind of either sort. Raises KeyError."""
    return KINDS.get(kind) or PERSONAL[kind]


__all__ = ["KINDS", "PERSONAL", "Builder", "builder_of"]
