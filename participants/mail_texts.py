"""What each mail says when staff wrote nothing else, and the fixed list of placeholders each may hold.

A text is written in paragraphs with an empty line between them. ``{link}`` alone in a paragraph becomes a button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from participants.enums import MailKind, ReminderAudience

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

MEANINGS = {
    "contact": _("name of the contact person"),
    "delegate": _("name of the delegate"),
    "organisation": _("name of the organisation"),
    "session": _("title of the session"),
    "dates": _("dates of the session"),
    "place": _("town of the session"),
    "facts": _("organisation, session, dates and place, a line each"),
    "delegates": _("each delegate with place, position on the waiting list and seats"),
    "link": _("the recipient's own link, as a button"),
    "deadline": _("until when, in the time of the session's town"),
    "reason": _("the reason staff wrote"),
    "question": _("what staff ask"),
    "answer": _("what staff answered"),
    "changes": _("each change with the old and the new value and the decision"),
    "conditions": _("conditions of participation of the session"),
    "person": _("name of the person the mail is for"),
    "news": _("each change of the programme that concerns the person, a line each"),
    "note": _("the note of the version"),
    "programme": _("the page of the new version, as a button"),
    "project": _("title of the project"),
    "other": _("name of the other organisation"),
    "message": _("what the other organisation wrote"),
    "table": _("the thematic table where the project is presented"),
    "decision": _("whether the interest was taken up, and how to go on"),
    "owner": _("who sees to the commitment"),
    "commitment": _("what the act obliges to"),
    "act": _("title of the act"),
    "due": _("until when the commitment is to be carried out, or since when it is late"),
    "address": _("the page of the act, as a button, where it is public"),
}
SHORT = ("contact", "delegate", "person", "organisation", "session", "dates", "place", "project", "act")
COMMON = ("session", "dates", "place", "facts")
TO_CONTACT = ("contact", "organisation", *COMMON, "link")
TO_DELEGATE = ("delegate", "organisation", *COMMON)


@dataclass(frozen=True)
class MailDefault:
    """Subject and text in the portal's words; which placeholders may stand in them, and which must in the text."""

    subject: str
    body: str
    placeholders: tuple[str, ...]
    needed: tuple[str, ...] = ()


DEFAULTS: dict[MailKind, MailDefault] = {
    MailKind.VERIFY_LINK: MailDefault(
        _("Verify your e-mail address: {session}"),
        _(
            "Good day,\n\n"
            "a registration for the session below was sent with this e-mail address. To go on, open this page and "
            "press the button on it:\n\n{link}\n\n"
            "The link works for seven days. Until then the registration is not examined.\n\n"
            "If it was not you, do nothing: without your confirmation the registration goes no further.\n\n{facts}"
        ),
        (*COMMON, "link"),
        ("link",),
    ),
    MailKind.RECEIVED: MailDefault(
        _("Registration received: {session}"),
        _(
            "Dear {contact},\n\n"
            "your e-mail address is verified and your registration is now under review. We write to you as soon as it "
            "is decided.\n\nOn your own page you see how it stands, change it, and propose collaboration projects "
            "for the thematic tables:\n\n{link}\n\n{facts}"
        ),
        TO_CONTACT,
    ),
    MailKind.CONFIRMED: MailDefault(
        _("Registration confirmed: {session}"),
        _(
            "Dear {contact},\n\nyour registration is confirmed. This is what your delegates have:\n\n{delegates}\n\n"
            "On your own page you change what is to be changed, and withdraw if you cannot come:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "delegates"),
    ),
    MailKind.WAIT_LISTED: MailDefault(
        _("On the waiting list: {session}"),
        _(
            "Dear {contact},\n\nyour registration is accepted, but all places of your side are taken. Your delegates "
            "are on the waiting list:\n\n{delegates}\n\n"
            "When a place becomes free it goes to the first who waits, and we write to you at once.\n\n"
            "Your own page shows their positions at any time:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "delegates"),
    ),
    MailKind.PROMOTED: MailDefault(
        _("A place became free: {session}"),
        _(
            "Dear {contact},\n\na place became free and this delegate now has it:\n\n{delegates}\n\n{deadline}\n\n"
            "Your own page:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "delegates", "deadline"),
    ),
    MailKind.OFFER_LAPSED: MailDefault(
        _("The place was not accepted in time: {session}"),
        _(
            "Dear {contact},\n\nthe place we offered to {delegate} was not accepted in time, so it was given to the "
            "next who waits.\n\nIf {delegate} still wishes to come, name the person again on your own page: the "
            "person then waits again, as the last.\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "delegate"),
    ),
    MailKind.DECLINED: MailDefault(
        _("Registration declined: {session}"),
        _(
            "Dear {contact},\n\nwe are sorry: your registration was declined. The reason is:\n\n{reason}\n\n"
            "Your own page keeps what you had sent:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "reason"),
    ),
    MailKind.CANCELLED: MailDefault(
        _("Registration withdrawn: {session}"),
        _(
            "Dear {contact},\n\nyour registration is withdrawn, and the places of your delegates were given back.\n\n"
            "If you did not ask for this, write to us.\n\n{facts}"
        ),
        TO_CONTACT,
    ),
    MailKind.CLARIFICATION: MailDefault(
        _("We need to know more: {session}"),
        _(
            "Dear {contact},\n\nbefore we can decide on your registration we ask you:\n\n{question}\n\n"
            "Please answer on your own page:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "question"),
        ("question", "link"),
    ),
    MailKind.CHANGE_DECIDED: MailDefault(
        _("Your changes: {session}"),
        _(
            "Dear {contact},\n\nwe have examined what you asked to change:\n\n{changes}\n\n{reason}\n\n"
            "Your own page shows what is in force now:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "changes", "reason"),
        ("changes",),
    ),
    MailKind.DELEGATE: MailDefault(
        _("You are expected: {session}"),
        _(
            "Dear {delegate},\n\n{organisation} has named you as a delegate, and you have a place.\n\n{conditions}\n\n"
            "Please open your own page, read the conditions and say what you need there: interpreter, diet, "
            "access. You can also give up your place.\n\n{link}\n\n{facts}"
        ),
        (*TO_DELEGATE, "conditions", "link"),
        ("link",),
    ),
    MailKind.DELEGATE_WAITING: MailDefault(
        _("You are on the waiting list: {session}"),
        _(
            "Dear {delegate},\n\n{organisation} has named you as a delegate. All places are taken at this moment, so "
            "you are on the waiting list.\n\nYour own page shows your position:\n\n{link}\n\n{facts}"
        ),
        (*TO_DELEGATE, "link"),
        ("link",),
    ),
    MailKind.DELEGATE_RELEASED: MailDefault(
        _("You are no longer named as a delegate: {session}"),
        _(
            "Dear {delegate},\n\nyou are no longer among the delegates of {organisation}, and your place was given "
            "back. If this is not right, speak to the contact person of your organisation.\n\n{facts}"
        ),
        TO_DELEGATE,
    ),
    MailKind.MY_LINK: MailDefault(
        _("Your own page: {session}"),
        _("Good day,\n\nthis is the link to your own page, as you asked for it:\n\n{link}\n\n{facts}"),
        (*COMMON, "link"),
        ("link",),
    ),
    MailKind.RETURNING_LINK: MailDefault(
        _("Your earlier data: {session}"),
        _(
            "Good day,\n\nwith this link you begin a registration for the session below with the data of an earlier "
            "one. It works for 24 hours:\n\n{link}\n\nIf you did not ask for it, do nothing.\n\n{facts}"
        ),
        (*COMMON, "link"),
        ("link",),
    ),
    MailKind.NEW_EMAIL_LINK: MailDefault(
        _("Verify your new e-mail address: {session}"),
        _(
            "Good day,\n\nthis address was given as the new one of a contact person. Open this page and press the "
            "button on it; the link works for 24 hours:\n\n{link}\n\n"
            "If it was not you, do nothing: nothing changes.\n\n{facts}"
        ),
        (*COMMON, "link"),
        ("link",),
    ),
    MailKind.NOTHING_FOUND: MailDefault(
        _("No registration with this e-mail address"),
        _(
            "Good day,\n\nsomebody, perhaps you, asked the portal for a link with this e-mail address. No registration "
            "is known by it. Perhaps it was sent with another address.\n\nIf it was not you, do nothing."
        ),
        (),
    ),
    MailKind.PROGRAMME_CHANGED: MailDefault(
        _("The programme changed: {session}"),
        _(
            "Dear {person},\n\nthe programme of the session has changed. This concerns you:\n\n{news}\n\n{note}\n\n"
            "The programme as it is now, and all that changed:\n\n{programme}\n\n"
            "A calendar that follows the portal's address changes by itself.\n\n{facts}"
        ),
        ("person", *COMMON, "news", "note", "programme"),
        ("news",),
    ),
    MailKind.ENQUIRY_RECEIVED: MailDefault(
        _("We received your question"),
        _("Good day,\n\nwe received your question and answer it to this address."),
        (),
    ),
    MailKind.ENQUIRY_ANSWERED: MailDefault(
        _("Our answer to your question"),
        _("Dear {contact},\n\n{answer}\n\nThis is what you had asked:\n\n{question}"),
        ("contact", "answer", "question"),
        ("answer",),
    ),
    MailKind.PROJECT_RECEIVED: MailDefault(
        _("Project received: {project}"),
        _(
            "Dear {contact},\n\nthe project below has arrived. The organisers and the moderators of the table examine "
            "it, and we write to you when it is decided.\n\n{project}\n\n"
            "On your own page you can change it until then, and add documents:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project"),
    ),
    MailKind.PROJECT_ACCEPTED: MailDefault(
        _("Project accepted: {project}"),
        _(
            "Dear {contact},\n\nyour project is accepted.\n\n{project}\n\n{table}\n\n{reason}\n\n"
            "On your own page you see who is interested in it:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project", "table", "reason"),
    ),
    MailKind.PROJECT_DECLINED: MailDefault(
        _("Project declined: {project}"),
        _(
            "Dear {contact},\n\nyour project could not be accepted for this session.\n\n{project}\n\n{reason}\n\n"
            "Your registration stays as it is.\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project", "reason"),
        ("reason",),
    ),
    MailKind.PROJECT_ASKED: MailDefault(
        _("We need to know more of your project: {project}"),
        _(
            "Dear {contact},\n\nbefore your project is decided, we ask you:\n\n{question}\n\n"
            "Please answer on your own page, where you can also change the project:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project", "question"),
        ("question", "link"),
    ),
    MailKind.INTEREST_RECEIVED: MailDefault(
        _("Somebody is interested in your project: {project}"),
        _(
            "Dear {contact},\n\nan organisation that takes part in the session is interested in your project.\n\n"
            "{other}\n\n{message}\n\nPlease answer on your own page. Neither of you sees the other's e-mail address "
            "before you take the interest up:\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project", "other", "message"),
        ("link",),
    ),
    MailKind.INTEREST_ANSWERED: MailDefault(
        _("Your interest was answered: {project}"),
        _(
            "Dear {contact},\n\n{other} has answered your interest in the project.\n\n{project}\n\n{decision}\n\n"
            "{answer}\n\n{link}\n\n{facts}"
        ),
        (*TO_CONTACT, "project", "other", "decision", "answer"),
        ("decision",),
    ),
    MailKind.PROJECT_NEWS: MailDefault(
        _("How does it go on? {project}"),
        _(
            "Dear {contact},\n\nthe project below was presented at a session of the Task Force. We would like to know "
            "how it goes on.\n\n{project}\n\nA line is enough, in Italian, Russian or English:\n\n{link}\n\n"
            "The link is yours alone and is good for two months. On the same page you can say that you do not wish to "
            "be asked again."
        ),
        ("contact", "project", "link"),
        ("link",),
    ),
    MailKind.COMMITMENT_DUE: MailDefault(
        _("A commitment of an act: {act}"),
        _(
            "Good day,\n\nan act signed at a session of the Task Force holds this commitment, which is in your "
            "care.\n\n{act}\n\n{commitment}\n\n{due}\n\nPlease tell the organisers what has been done, and by what "
            "it can be seen. If it is no longer in your care, tell them so, and they will write to you no more.\n\n"
            "{address}\n\n{facts}"
        ),
        (*COMMON, "owner", "act", "commitment", "due", "address"),
        ("commitment",),
    ),
}

# A reminder is written by staff for each session; these are the placeholders it may hold.
REMINDER = ("contact", "delegate", "organisation", *COMMON, "delegates", "conditions", "link")


def default_texts(kind: str, language: str) -> tuple[str, str]:
    """Subject and text of a kind of mail in the portal's words."""
    default = DEFAULTS[MailKind(kind)]
    with override(language):
        return str(default.subject), str(default.body)


def reminder_placeholders(audience: str) -> tuple[str, ...]:
    """Of a reminder; to an address nobody has verified it holds nothing that somebody typed."""
    typed = ("contact", "delegate", "organisation", "delegates")
    unverified = audience == ReminderAudience.CONTACTS_UNVERIFIED
    return tuple(name for name in REMINDER if not (unverified and name in typed))


def placeholders_of(kind: str) -> tuple[str, ...]:
    """The placeholders a mail of this kind may hold."""
    return REMINDER if kind == MailKind.REMINDER else DEFAULTS[MailKind(kind)].placeholders


def unknown_placeholders(text: str, allowed: tuple[str, ...]) -> list[str]:
    """What stands in braces in a text and is none of these placeholders."""
    return sorted(set(re.findall(r"\{[^{}]*\}", text)) - {f"{{{name}}}" for name in allowed})


def missing_placeholders(text: str, kind: str) -> list[str]:
    """Placeholders without which a mail of this kind is of no use, and which the text does not hold."""
    needed = DEFAULTS[MailKind(kind)].needed if kind != MailKind.REMINDER else ()
    return [f"{{{name}}}" for name in needed if f"{{{name}}}" not in text]
