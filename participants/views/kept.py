"""What every step of the form asks for, at most a second old: the session, whether it asks questions, the notice."""

from __future__ import annotations

from copy import copy

from django.shortcuts import get_object_or_404
from django.utils import timezone

from participants.enums import Moment
from participants.models import PrivacyNotice
from sessions.models import Session
from taskforce.kept import Kept

SESSIONS, QUESTIONS, NOTICES = Kept(), Kept(), Kept()


def public_session(ref: str) -> Session:
    """Return the session of an address; one that is not there, or a draft, is a 404."""
    session = SESSIONS.get(ref, lambda: get_object_or_404(Session.objects.public().by_ref(ref)))
    return copy(session)  # a row of one's own: what a view hangs on it stays with the request


def asks_questions(session: Session) -> bool:
    """Whether the session has questions of its own in the form."""
    if not hasattr(session, "asks"):  # the row is the request's own
        asked = session.questions.filter(moment=Moment.BEFORE)
        session.asks = QUESTIONS.get(session.pk, lambda: asked.order_by().exists())
    return session.asks


def current_notice() -> PrivacyNotice | None:
    """Return the privacy notice in force."""
    return NOTICES.get("", lambda: PrivacyNotice.objects.filter(published_at__lte=timezone.now()).first())
