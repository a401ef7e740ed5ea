"""Facts about who takes part: organisations, their registrations, delegates, seats, attendance."""

from participants.models.organisation import Organisation
from participants.models.place import CheckIn, TableSeat, VisitSeat
from participants.models.registration import AccessLink, Delegate, PrivacyNotice, Registration

__all__ = [
    "AccessLink",
    "CheckIn",
    "Delegate",
    "Organisation",
    "PrivacyNotice",
    "Registration",
    "TableSeat",
    "VisitSeat",
]
