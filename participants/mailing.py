"""From a text with placeholders to a row in the outbox.

The template is read once: what a value holds is never looked at again, so a company called ``{link}`` or
``{{ settings.SECRET_KEY }}`` stays a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language, override
from post_office import mail

from participants.enums import MailKind
from participants.mail_texts import PLACEHOLDER, default_texts
from participants.models import Delegate, MailLog, MailText, Registration, Reminder
from taskforce.jobs import ring
from taskforce.text import header

SEND_MAIL = "participants.tasks.send_mail"
SUBJECT_LENGTH = 250
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no answering machine writes back
_DOMAIN = re.compile(r"(?<=\w)\.(?=\w{2,})")
_BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Value:
    """What stands in place of a placeholder: as text, and as the HTML of a paragraph of its own."""

    text: str
    html: str

    @property
    def inline(self) -> str:
        return escape(self.text).replace("\n", "<br>")


@dataclass(frozen=True)
class Recipient:
    """To whom a mail goes and in which language; whose it is for the log."""

    email: str
    language: str
    registration: Registration | None = None
    delegate: Delegate | None = None
    reminder: Reminder | None = None


def inert(text: str) -> str:
    """Return text from a person so that no mail program makes a link of it: ``www.a.org`` becomes ``www. a. org``."""
    return _DOMAIN.sub(". ", text.replace("://", ": //").replace("@", " (at) "))


def plain(text: object) -> Value:
    """A value from a person, or a word: never markup, never a link."""
    text = inert(str(text))
    return Value(text, f"<p>{escape(text)}</p>".replace("\n", "<br>") if text else "")


def trusted(text: object) -> Value:
    """A value the portal or its staff wrote: escaped as all are, and left as it is."""
    text = str(text)
    paragraphs = [f"<p>{escape(part.strip())}</p>".replace("\n", "<br>") for part in _BLANK.split(text) if part.strip()]
    return Value(text, "".join(paragraphs))


def link(url: str) -> Value:
    """An address of the portal: alone in its paragraph it is a button."""
    return Value(url, render_to_string("participants/mail/button.html", {"url": url}))


def lines(template: str, **facts) -> Value:
    """A block of the two templates ``participants/mail/<template>.txt`` and ``.html``."""
    return Value(
        render_to_string(f"participants/mail/{template}.txt", facts).strip(),
        render_to_string(f"participants/mail/{template}.html", facts),
    )


def texts_of(kind: MailKind, language: str) -> tuple[str, str]:
    """Return subject and text of a kind of mail in a language: staff's words where there are any, else the portal's."""
    own = MailText.objects.filter(kind=kind).values(f"subject_{language}", f"body_{language}").first() or {}
    subject, body = default_texts(kind, language)
    return own.get(f"subject_{language}") or subject, own.get(f"body_{language}") or body


def write(kind: MailKind, to: Recipient, values: dict[str, Value]) -> None:
    """Put a mail of a kind into the outbox, in the caller's transaction, log it, and wake a worker after it."""
    put(kind, to, *texts_of(kind, to.language), values)


def put(kind: MailKind, to: Recipient, subject: str, body: str, values: dict[str, Value]) -> None:
    """Put a mail with these texts into the outbox; ``write`` is this with the texts of a kind."""
    with override(to.language):
        parts = compose(subject, body, values)
    # post_office renders what it is given as a template once more: handing the texts over as values keeps a company
    # called "{{ settings.SECRET_KEY }}" from being read as a placeholder.
    email = mail.send(
        recipients=[to.email],
        sender=settings.DEFAULT_FROM_EMAIL,
        subject="{{ subject|safe }}",
        message="{{ text|safe }}",
        html_message="{{ html|safe }}",
        context=parts,
        headers=AUTOMATIC,
        priority="medium",
        commit=True,
    )
    MailLog.objects.create(
        kind=kind, registration=to.registration, delegate=to.delegate, reminder=to.reminder,
        recipient=to.email, language=to.language, email=email,
    )  # fmt: skip
    transaction.on_commit(wake_a_worker)


def put_plain(recipient: str, subject: str, text: str, *, reply_to: str) -> None:
    """Put a mail to the organisers into the outbox: text only, with the address a reply goes to."""
    mail.send(
        recipients=[recipient],
        sender=settings.DEFAULT_FROM_EMAIL,
        subject="{{ subject|safe }}",
        message="{{ text|safe }}",
        context={"subject": header(subject)[:SUBJECT_LENGTH], "text": text},
        headers=AUTOMATIC | {"Reply-To": header(reply_to)},
        priority="medium",
        commit=True,
    )
    transaction.on_commit(wake_a_worker)


def compose(subject: str, body: str, values: dict[str, Value]) -> dict[str, str]:
    """Return subject, text and html of a mail in the language that is active; html is a whole document."""
    return _render(subject, body, values, "layout")


def preview(subject: str, body: str, values: dict[str, Value], language: str) -> dict[str, str]:
    """Return what ``compose`` returns, in a language, with what stands within the document's body only as html."""
    with override(language):
        return _render(subject, body, values, "frame")


def _render(subject: str, body: str, values: dict[str, Value], template: str) -> dict[str, str]:
    frame = {
        "portal_name": settings.PORTAL_NAME,
        "portal_url": f"{settings.BASE_URL}/{get_language()}/",
        "contact_url": settings.BASE_URL + reverse("participants:contact"),
        "content": "".join(_html(paragraph, values) for paragraph in _BLANK.split(body)),
        "text": _text(body, values),
    }
    return {
        "subject": header(_fill(subject, _texts(values)))[:SUBJECT_LENGTH],
        "text": render_to_string("participants/mail/layout.txt", frame),
        "html": render_to_string(f"participants/mail/{template}.html", frame),
    }


def wake_a_worker() -> None:
    ring(SEND_MAIL, expires=30)


def _texts(values: dict[str, Value]) -> dict[str, str]:
    return {name: value.text for name, value in values.items()}


def _fill(template: str, values: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), template)


def _text(body: str, values: dict[str, Value]) -> str:
    texts = _texts(values)
    paragraphs = (_fill(paragraph.strip(), texts).strip() for paragraph in _BLANK.split(body))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _html(paragraph: str, values: dict[str, Value]) -> str:
    """A paragraph as HTML: its lines that begin with a hyphen are a list, a placeholder alone in a line is a block."""
    lines_of = groupby(paragraph.strip().split("\n"), key=_kind_of_line)
    return "".join(_block(kind, list(group), values) for kind, group in lines_of)


def _kind_of_line(line: str) -> str:
    if PLACEHOLDER.fullmatch(line.strip()):
        return "placeholder"
    return "list" if line.startswith("- ") else "text"


def _block(kind: str, group: list[str], values: dict[str, Value]) -> str:
    if kind == "placeholder":
        names = (PLACEHOLDER.fullmatch(line.strip())[1] for line in group)
        return "".join(values[name].html for name in names if name in values)
    if kind == "list":
        return "<ul>" + "".join(f"<li>{_inline(line[2:], values)}</li>" for line in group) + "</ul>"
    html = "<br>".join(_inline(line, values) for line in group)
    return f"<p>{html}</p>" if html.strip() else ""


def _inline(line: str, values: dict[str, Value]) -> str:
    """A line as HTML. Literal parts and values are escaped apart, so neither can complete the other's markup."""
    pieces = PLACEHOLDER.split(line.strip())  # literal, name, literal, name, …
    return "".join(
        (values[piece].inline if piece in values else "") if index % 2 else escape(piece)
        for index, piece in enumerate(pieces)
    )
