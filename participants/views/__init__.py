"""The pages of companies: registration step by step and the verification of their e-mail address.

The pages of ``my/`` are in modules of their own: enter, my_overview, my_details, my_delegates, my_person, my_data.
"""

from participants.views.register import anew, check, choices, delegates, interests, organisation, sent
from participants.views.verify import link, verify

__all__ = [
    "anew",
    "check",
    "choices",
    "delegates",
    "interests",
    "link",
    "organisation",
    "sent",
    "verify",
]
