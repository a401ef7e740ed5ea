"""Facts about sessions of the Task Force: where, when, who, the programme, and what sources say of them."""

from sessions.models.programme import (
    CompanyVisit,
    Interpreter,
    Official,
    ProgrammeItem,
    Room,
    TravelTime,
    Venue,
)
from sessions.models.region import HostRegion, RegionAlias
from sessions.models.session import Assignment, Session, SessionOrganiser
from sessions.models.source import Source, SourcedFact, SourcedFigure
from sessions.models.translation_mark import TranslationMark

__all__ = [
    "Assignment",
    "CompanyVisit",
    "HostRegion",
    "Interpreter",
    "Official",
    "ProgrammeItem",
    "RegionAlias",
    "Room",
    "Session",
    "SessionOrganiser",
    "Source",
    "SourcedFact",
    "SourcedFigure",
    "TranslationMark",
    "TravelTime",
    "Venue",
]
