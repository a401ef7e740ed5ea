"""Which commitments a user sees at a session's desk, and the articles they are taken from."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from agreements.models import Agreement, Article, Commitment
from desk.access import VIEW, sessions_for
from sessions.models import Session
from taskforce.dates import today_in_rome

PORTAL_ORDER = ("it", "ru", "en")


def commitments_at(session: Session, user: User) -> QuerySet[Commitment]:
    """Return those of the session's own acts and those carried to it: public, or of a session the user may look at."""
    earlier = Q(agreement__status=Agreement.Status.SIGNED)
    if session.starts_on:
        earlier &= Q(agreement__signed_on__lt=session.starts_on)
    seen = Q(pk__in=Commitment.objects.public()) | Q(agreement__session__in=sessions_for(user, VIEW))
    found = Commitment.objects.filter(Q(agreement__session=session) | (earlier & seen))
    return found.select_related("agreement__session__host_region").annotate(told=Count("reports"))


def get_commitment(request: HttpRequest, session: Session, pk: int) -> Commitment:
    """Return a commitment this user sees at this desk. Raises Http404."""
    return get_object_or_404(commitments_at(session, request.user), pk=pk)


def get_own(session: Session, pk: int) -> Commitment:
    """Return a commitment of an act of this very session. Raises Http404."""
    own = Commitment.objects.filter(agreement__session=session).select_related("agreement__session")
    return get_object_or_404(own, pk=pk)


def in_order(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Return commitments, those due first before the others."""
    return commitments.order_by(F("due_on").asc(nulls_last=True), "agreement", "position", "pk")


def commitments_of(act: Agreement, request: HttpRequest) -> dict:
    """Return what the page of an act shows of its commitments."""
    found = act.commitments.annotate(told=Count("reports")).order_by("position", "pk")
    return {"commitments": found, "articles": article_choices(act), "today": today_in_rome()}


def articles_of(act: Agreement) -> list[Article]:
    """Return the articles of the newest version of the act's text in each language. One query."""
    rows = Article.objects.filter(text__agreement=act).select_related("text")
    rows = list(rows.order_by("text__language", "-text__version", "position", "pk"))
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.text.language, row.text_id)
    return [row for row in rows if newest[row.text.language] == row.text_id]


def article_choices(act: Agreement) -> list[Article]:
    """Return each article once: that of the first language in which the act has a text."""
    rows = articles_of(act)
    languages = {row.text.language for row in rows}
    first = next((code for code in PORTAL_ORDER if code in languages), "")
    return [row for row in rows if row.text.language == first]


def words_of(act: Agreement, article: Article) -> dict[str, str]:
    """Return the words of an article in each language in which the act has one of its number, or of its place."""
    found = {}
    for row in articles_of(act):
        same = row.number == article.number if article.number else row.position == article.position
        if row.pk == article.pk or (same and row.text.language not in found):
            found[row.text.language] = row.body
    return found
