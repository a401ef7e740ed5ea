"""The pages of companies: registration step by step, the verification of their e-mail address, and their own page."""

from participants.views.enter import my_enter, my_leave, my_link
from participants.views.register import anew, check, choices, delegates, organisation, sent
from participants.views.verify import link, verify

__all__ = [
    "anew",
    "check",
    "choices",
    "delegates",
    "link",
    "my_enter",
    "my_leave",
    "my_link",
    "organisation",
    "sent",
    "verify",
]
