"""The pages of companies: registration step by step, and the verification of their e-mail address."""

from participants.views.register import anew, check, choices, delegates, organisation, sent
from participants.views.verify import link, verify

__all__ = ["anew", "check", "choices", "delegates", "link", "organisation", "sent", "verify"]
