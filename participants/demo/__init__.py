"""Believable registrations that nobody made: for the demonstration, for tests and for measurements."""

from participants.demo.crowd import AlreadyThere, make_registrations
from participants.demo.notice import current_notice
from participants.demo.questions import make_questions
from participants.demo.wishes import make_wishes

__all__ = ["AlreadyThere", "current_notice", "make_questions", "make_registrations", "make_wishes"]
