"""The texts of an act: versions come in, drafts are changed, made ready, and signed; a signed one never changes."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.comparing.articles import MOST_ARTICLES, Draft, Piece
from agreements.enums import ActStatus, Authority, TextState
from agreements.models import Agreement, Article, AuthenticText
from agreements.services.acts import locked
from agreements.services.comparing import check_numbers
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.uploads import Upload

FOLDER = "texts-of-acts"


def written(text: AuthenticText) -> bytes:
    """Return what a text says, always in the same form: what is hashed of a text that came without a file."""
    articles = [[one.number, one.heading, one.body] for one in text.articles.order_by("position", "pk")]
    said = [text.language, text.title, text.preamble, articles, text.closing]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(text: AuthenticText) -> str:
    """Return the SHA-256 of what a text says."""
    return hashlib.sha256(written(text)).hexdigest()


def draft_of(text: AuthenticText) -> Draft:
    """Return a kept text in its parts, to be changed or to begin another version with."""
    articles = tuple(Piece(one.number, one.heading, one.body) for one in text.articles.order_by("position", "pk"))
    return Draft(text.title, text.preamble, articles, text.closing)


def add_text(
    act: Agreement,
    language: str,
    draft: Draft,
    *,
    authority: str = Authority.AUTHENTIC,
    by: User | None = None,
    upload: Upload | None = None,
) -> AuthenticText:
    """Keep a new version of an act's text as a draft, with the file it came in and that file's SHA-256.

    Raises DomainError; no file is left behind then.
    """
    stored = uploads.keep(upload, FOLDER) if upload else ""
    try:
        with locked(act) as act:
            earlier = act.texts.filter(language=language).order_by("-version").first()
            _guard_new(earlier, draft)
            text = AuthenticText.objects.create(
                agreement=act, language=language, authority=authority, created_by=by, replaces=earlier,
                version=(act.texts.filter(language=language).aggregate(last=Max("version"))["last"] or 0) + 1,
                title=draft.title, preamble=draft.preamble, closing=draft.closing,
                file=stored, file_name=upload.name if upload else "", sha256=upload.sha256 if upload else "",
            )  # fmt: skip
            _write_articles(text, draft)
            return text
    except Exception:
        uploads.discard(stored)
        raise


def _guard_new(earlier: AuthenticText | None, draft: Draft) -> None:
    if earlier and earlier.state != TextState.SIGNED:
        message = _("Version %(number)d in this language is not signed yet: change that one.")
        raise DomainError(message % {"number": earlier.version}, field="language", code="unsigned")
    _guard_size(draft)


def _guard_size(draft: Draft) -> None:
    if len(draft.articles) > MOST_ARTICLES:
        raise DomainError(_("A text has at most %(most)d articles.") % {"most": MOST_ARTICLES}, code="many")


def _write_articles(text: AuthenticText, draft: Draft) -> None:
    Article.objects.bulk_create(
        Article(text=text, position=n, number=one.number, heading=one.heading, body=one.body)
        for n, one in enumerate(draft.articles, start=1)
    )


def _locked_text(text: AuthenticText, *states: str) -> AuthenticText:
    """Return a text as it is now, to be called with its act locked. Raises DomainError in any other state."""
    text = AuthenticText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if text.state == TextState.SIGNED:
        raise DomainError(_("A signed text never changes. Add a new version instead."), code="signed")
    if text.state not in states:
        raise DomainError(_("Somebody changed the state of this text meanwhile."), code="state")
    return text


def change_text(text: AuthenticText, draft: Draft, opened: str, authority: str) -> AuthenticText:
    """Replace what a draft says. ``opened`` is the digest it was opened with. Raises DomainError."""
    _guard_size(draft)
    with locked(text.agreement):
        text = _locked_text(text, TextState.DRAFT)
        if text.articles.exclude(key="").exists():
            raise DomainError(_("This text is drawn up from data: change it on the page of the draft Protocol."))
        if digest_of(text) != opened:
            message = _("Somebody changed this text meanwhile. Yours is kept here: save again to put it over theirs.")
            raise DomainError(message, code="meanwhile")
        text.title, text.preamble, text.closing, text.authority = draft.title, draft.preamble, draft.closing, authority
        text.save(update_fields=["title", "preamble", "closing", "authority"])
        text.articles.all().delete()
        _write_articles(text, draft)
        return text


def make_final(text: AuthenticText) -> AuthenticText:
    """Say that a text is ready to be signed; from then on it stands under its hash. Raises DomainError."""
    with locked(text.agreement):
        text = _locked_text(text, TextState.DRAFT)
        if not text.articles.exists() and not text.preamble and not text.closing:
            raise DomainError(_("This text says nothing yet."), code="empty")
        text.state = TextState.FINAL
        text.sha256 = text.sha256 if text.file else digest_of(text)
        text.save(update_fields=["state", "sha256"])
        return text


def reopen_text(text: AuthenticText) -> AuthenticText:
    """Set a text that was ready back to a draft. Raises DomainError for a signed one."""
    with locked(text.agreement):
        text = _locked_text(text, TextState.FINAL)
        text.state = TextState.DRAFT
        text.sha256 = text.sha256 if text.file else ""
        text.save(update_fields=["state", "sha256"])
        return text


def sign_text(text: AuthenticText) -> AuthenticText:
    """Say that a text that is ready was signed with its act: from then on it never changes. Raises DomainError."""
    with locked(text.agreement) as act:
        text = _locked_text(text, TextState.FINAL)
        if act.status != ActStatus.SIGNED:
            raise DomainError(_("The act is not signed yet: its texts are signed with it."), code="draft")
        if text.authority == Authority.AUTHENTIC:
            check_numbers(act)
        text.state = TextState.SIGNED
        text.save(update_fields=["state"])
        return text


def remove_text(text: AuthenticText) -> None:
    """Remove a draft, with the file it came in. Raises DomainError."""
    with locked(text.agreement):
        text = _locked_text(text, TextState.DRAFT)
        if text.signed_files.exists():
            raise DomainError(_("A signed file belongs to this text, so it stays."), code="files")
        stored = text.file
        text.delete()
        transaction.on_commit(lambda: uploads.discard(stored))
