"""Believable registrations that nobody made: for the demonstration, for tests and for measurements."""

from participants.demo.crowd import AlreadyThere, make_registrations
from participants.demo.notice import current_notice

__all__ = ["AlreadyThere", "current_notice", "make_registrations"]
