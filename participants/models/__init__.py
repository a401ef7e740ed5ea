"""Facts about who takes part: organisations, registrations, delegates, seats, attendance, and the mails to them."""

from participants.models.change import Clarification, ErasureRequest, ProposedChange
from participants.models.delegate import Delegate
from participants.models.link import AccessLink
from participants.models.mail import Enquiry, MailLog, MailText, Reminder
from participants.models.organisation import MatchKey, NotTheSame, Organisation, OrganisationSector
from participants.models.place import CheckIn, TableSeat, VisitSeat
from participants.models.question import Answer, Question, QuestionChoice
from participants.models.registration import PrivacyNotice, Registration
from participants.models.spreadsheet import Spreadsheet

__all__ = [
    "AccessLink",
    "Answer",
    "CheckIn",
    "Clarification",
    "Delegate",
    "Enquiry",
    "ErasureRequest",
    "MailLog",
    "MailText",
    "MatchKey",
    "NotTheSame",
    "Organisation",
    "OrganisationSector",
    "PrivacyNotice",
    "ProposedChange",
    "Question",
    "QuestionChoice",
    "Registration",
    "Reminder",
    "Spreadsheet",
    "TableSeat",
    "VisitSeat",
]
