"""Facts about sessions of the Task Force: where, when, who, the programme, and what sources say of them."""

from sessions.models.programme import CompanyVisit, Official, ProgrammeItem, Room, Venue
from sessions.models.region import HostRegion, RegionAlias
from sessions.models.session import Assignment, Session, SessionOrganiser
from sessions.models.source import Source, SourcedFact, SourcedFigure

__all__ = [
    "Assignment",
    "CompanyVisit",
    "HostRegion",
    "Official",
    "ProgrammeItem",
    "RegionAlias",
    "Room",
    "Session",
    "SessionOrganiser",
    "Source",
    "SourcedFact",
    "SourcedFigure",
    "Venue",
]
