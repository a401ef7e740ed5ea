"""Ministry staff's pages about regions, sessions, the programme and what sources say."""

from sessions.admin.account import UserWithAssignmentsAdmin
from sessions.admin.programme import (
    CompanyVisitAdmin,
    InterpreterAdmin,
    OfficialAdmin,
    ProgrammeItemAdmin,
    RoomAdmin,
    VenueAdmin,
)
from sessions.admin.region import HostRegionAdmin
from sessions.admin.session import AssignmentAdmin, SessionAdmin
from sessions.admin.source import SourceAdmin, SourcedFactAdmin, SourcedFigureAdmin

__all__ = [
    "AssignmentAdmin",
    "CompanyVisitAdmin",
    "HostRegionAdmin",
    "InterpreterAdmin",
    "OfficialAdmin",
    "ProgrammeItemAdmin",
    "RoomAdmin",
    "SessionAdmin",
    "SourceAdmin",
    "SourcedFactAdmin",
    "SourcedFigureAdmin",
    "UserWithAssignmentsAdmin",
    "VenueAdmin",
]
