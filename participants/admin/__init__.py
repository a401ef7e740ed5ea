"""Ministry staff's pages about organisations, registrations, delegates, attendance, and the mail sent to them."""

from participants.admin.capacity import SessionWithPlacesAdmin, TableWithSeatsAdmin, VisitWithSeatsAdmin
from participants.admin.delegate import CheckInAdmin, DelegateAdmin, TableSeatAdmin, VisitSeatAdmin
from participants.admin.enquiry import EnquiryAdmin
from participants.admin.erasure import ErasureRequestAdmin
from participants.admin.mail import EmailAdmin, MailLogAdmin
from participants.admin.mail_texts import MailTextAdmin, ReminderAdmin
from participants.admin.organisation import NotTheSameAdmin, OrganisationAdmin
from participants.admin.question import QuestionAdmin, QuestionChoiceAdmin
from participants.admin.record import ChangeOfPersonsAdmin, ReadingOfPersonsAdmin
from participants.admin.registration import AccessLinkAdmin, PrivacyNoticeAdmin, RegistrationAdmin

__all__ = [
    "AccessLinkAdmin",
    "ChangeOfPersonsAdmin",
    "CheckInAdmin",
    "DelegateAdmin",
    "EmailAdmin",
    "EnquiryAdmin",
    "ErasureRequestAdmin",
    "MailLogAdmin",
    "MailTextAdmin",
    "NotTheSameAdmin",
    "OrganisationAdmin",
    "PrivacyNoticeAdmin",
    "QuestionAdmin",
    "QuestionChoiceAdmin",
    "ReadingOfPersonsAdmin",
    "RegistrationAdmin",
    "ReminderAdmin",
    "SessionWithPlacesAdmin",
    "TableSeatAdmin",
    "TableWithSeatsAdmin",
    "VisitSeatAdmin",
    "VisitWithSeatsAdmin",
]
