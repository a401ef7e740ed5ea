"""How rows of each kind come in."""

from documents.exchange.incoming.agreements import AgreementWriter
from documents.exchange.incoming.base import Line, Writer
from documents.exchange.incoming.delegates import DelegateWriter
from documents.exchange.incoming.organisations import OrganisationWriter
from documents.exchange.incoming.programme import ProgrammeWriter
from documents.exchange.incoming.regions import RegionWriter

WRITERS: dict[str, type[Writer]] = {
    writer.kind.code: writer
    for writer in (DelegateWriter, ProgrammeWriter, OrganisationWriter, RegionWriter, AgreementWriter)
}

__all__ = ["WRITERS", "Line", "Writer"]
