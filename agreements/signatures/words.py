"""Says a report on a signed file in the reader's language: what was found, of each signature and of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.enums import SignatureKind, Verdict
from agreements.models import SignedFile

PROBLEMS = {
    "encrypted": gettext_lazy("The file is protected with a password, so the portal does not open it."),
    "damaged": gettext_lazy("The file is damaged, cut off, or not what its beginning says."),
    "detached": gettext_lazy(
        "The envelope holds only the signature and not the document. Ask for the one that holds both (.p7m)."
    ),
    "inside": gettext_lazy(
        "What is in the envelope is no PDF, Word document or plain text. The portal does not open it."
    ),
    "limits": gettext_lazy(
        "The file could not be read within the time and memory it is given: it may be made to do harm."
    ),
    "too_deep": gettext_lazy("There are more than five envelopes within each other."),
    "many": gettext_lazy("There are more than fifty signatures in the file."),
    "unsigned": gettext_lazy("There is no signature in the file."),
    "missing": gettext_lazy("The file is not there any more."),
    "stored": gettext_lazy("The file kept is not the one that arrived: its SHA-256 is another."),
}
INSIDE = {
    "pdf": gettext_lazy("PDF"),
    "docx": gettext_lazy("Word document"),
    "text": gettext_lazy("plain text"),
    "program": gettext_lazy("a program"),
    "archive": gettext_lazy("an archive"),
    "picture": gettext_lazy("a picture"),
    "office": gettext_lazy("a document of an old office program"),
    "other": pgettext_lazy("content", "something unknown"),
}
ENCODINGS = {"der": "DER", "pem": "PEM", "base64": "base64"}
REASONS = {
    "content": gettext_lazy("After this signature something was added to the document that is not part of signing it."),
    "forbidden": gettext_lazy("After this signature the file was changed in a way the signature forbids."),
    "annotations": gettext_lazy("After this signature notes were written onto the document."),
    "fields": gettext_lazy("After this signature fields of the document were filled in."),
    "signed_later": gettext_lazy("Only further signatures were added after it."),
    "stamped_later": gettext_lazy("Only a time-stamp or proofs for the archive were added after it."),
    "stamp": gettext_lazy("Its time-stamp does not fit it, so it proves no time."),
    "document_stamp": gettext_lazy("This is a time-stamp of the whole file: nobody signed by it."),
    "gost": gettext_lazy(
        "It uses a Russian national algorithm (GOST), which the portal cannot check. Check it with a Russian program, "
        "and keep a scan of the signed paper here."
    ),
    "structure": gettext_lazy("The portal does not know this form of signature and cannot check it."),
    "no_certificate": gettext_lazy("The signer's certificate is not in the file, so it cannot be checked."),
}
VERDICTS = {
    Verdict.UNCHANGED: gettext_lazy("The document is unchanged since it was signed."),
    Verdict.CHANGED: gettext_lazy("The document was changed after it was signed. This is not what was signed."),
    Verdict.BROKEN: gettext_lazy("The signature does not fit the content: one of the two was altered."),
    Verdict.PARTIAL: gettext_lazy(
        "The signature covers only a part of the file. The rest may have been put in by anybody."
    ),
    Verdict.UNSIGNED: gettext_lazy("The file is not signed."),
    Verdict.UNREADABLE: gettext_lazy("The portal cannot say whether the file was signed."),
    Verdict.PAPER: gettext_lazy("This is a scan of the signed paper. The portal cannot check what it shows."),
}
IDENTITIES = {
    "trusted": gettext_lazy("The certificate leads to an authority the portal trusts."),
    "no_list": gettext_lazy("Who signed is not verified: this portal has no list of trusted authorities."),
    "unknown_root": gettext_lazy(
        "Who signed is not verified: the authority that issued the certificate is not on the list."
    ),
    "out_of_time": gettext_lazy(
        "Who signed is not verified: the certificate, or one above it, was not in force when this was signed."
    ),
    "revoked": gettext_lazy("Who signed is not verified: the certificate had been revoked."),
    "usage": gettext_lazy("Who signed is not verified: the certificate is not made for signing documents."),
    "chain": gettext_lazy("Who signed is not verified: the certificates above the signer's do not fit together."),
}
STANDINGS = {
    "expired": gettext_lazy("The certificate had expired when this was signed."),
    "early": gettext_lazy("The certificate was not yet in force when this was signed."),
    "unknown": gettext_lazy("When this was signed is not known, so neither is whether the certificate was in force."),
}
WEAK = {
    "rsa": gettext_lazy("The key is too short: such a signature can be forged today."),
    "": gettext_lazy("The hash (%(name)s) is too weak: a signature by it can be forged today."),
}


@dataclass
class Said:
    """One signature in words: the finding, what is good to know, and what speaks against relying on it."""

    verdict: str
    finding: str
    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)


def summary(signed: SignedFile) -> str:
    """Return the finding on a file in one sentence; the reason where it could not be read."""
    if signed.verdict in (Verdict.UNREADABLE, Verdict.UNSIGNED) and signed.report.get("problem"):
        return str(PROBLEMS[signed.report["problem"]])
    return str(VERDICTS[signed.verdict]) if signed.verdict else ""


def document_facts(signed: SignedFile) -> list[tuple[str, str]]:
    """Return what the file is and holds, as terms with their values."""
    report, facts = signed.report, [(_("Kind"), str(SignatureKind(signed.kind).label))]
    layers = [layer for layer in report.get("layers", ()) if layer["kind"] == "cades"]
    if layers:
        envelopes = [f"CAdES, {ENCODINGS[layer['encoding']]}" for layer in layers]
        facts.append((_("Envelopes, from the outside in"), " › ".join(envelopes)))
    if layers and (document := report.get("document")):
        facts.append((_("In the envelope"), str(INSIDE[document["kind"]])))
        facts.append((_("SHA-256 of what is in the envelope"), document["sha256"]))
    return facts


def describe_signatures(signed: SignedFile) -> list[Said]:
    """Return every signature of a file in words, from the outermost envelope in."""
    return [_said(number, one) for number, one in enumerate(_signatures(signed), start=1)]


def hints(signed: SignedFile) -> list[str]:
    """Return what the check of a file says beyond its signatures: which text it is, whether some are missing."""
    report, found = signed.report, []
    matching = [text for text in signed.agreement.texts.all() if text.pk in report.get("texts", ())]
    for text in matching:
        words = _("It is the text in %(language)s, version %(version)d, exactly as the portal keeps it.")
        found.append(words % {"language": text.get_language_display(), "version": text.version})
    if signed.kind != SignatureKind.PAPER and signed.text and signed.text.file and signed.text not in matching:
        found.append(_("It is not the file of the text it was added for, as the portal keeps it. Compare the two."))
    persons = [one for one in _signatures(signed) if "signer" in one]
    if signed.kind != SignatureKind.PAPER and len(persons) < len(signed.signatories.all()):
        found.append(_("It has fewer signatures than signatories were named for it."))
    return found


def _signatures(signed: SignedFile) -> Iterator[dict]:
    for layer in signed.report.get("layers", ()):
        yield from layer["signatures"]


def _said(number: int, one: dict) -> Said:
    name = one.get("signer", {}).get("name")
    title = name or (one["stamp"].get("by") if one.get("stamp") else "") or _("unknown")
    said = Said(one["verdict"], str(VERDICTS[one["verdict"]]), f"{number}. {title}")
    good = ("signed_later", "stamped_later", "document_stamp")
    for code in one["reasons"]:
        (said.notes if code in good else said.cautions).append(str(REASONS[code]))
    if "signer" in one:
        _tell_signer(said, one)
    _tell_time(said, one)
    return said


def _tell_signer(said: Said, one: dict) -> None:
    signer = one["signer"]
    said.facts.append(
        (_("Signer by the certificate"), ", ".join(filter(None, (signer["name"], signer["organisation"]))))
    )
    said.facts.append((_("Issued by"), signer["issuer"] or "–"))
    valid = _("from %(start)s to %(end)s") % {"start": _day(signer["from"]), "end": _day(signer["until"])}
    said.facts.append((_("Certificate in force"), valid))
    (said.notes if one["identity"] == "trusted" else said.cautions).append(str(IDENTITIES[one["identity"]]))
    if one["certificate"] in STANDINGS:
        said.cautions.append(str(STANDINGS[one["certificate"]]))
    elif _moment(signer["until"]) < timezone.now():
        said.notes.append(_("The certificate has expired since. It was in force when this was signed."))
    for code in one["weak"]:
        text = str(WEAK.get(code, WEAK[""]))
        said.cautions.append(text if code == "rsa" else text % {"name": code.upper()})


def _tell_time(said: Said, one: dict) -> None:
    if not one.get("at"):
        return
    moment = formats.date_format(timezone.localtime(_moment(one["at"]), dt.UTC), "DATETIME_FORMAT")
    stamp = one["stamp"]
    if one["known_by"] == "timestamp":
        said.facts.append((_("Time, by a time-stamp"), f"{moment} UTC"))
        said.facts.append((_("Time-stamp by"), stamp["by"]))
        if stamp["identity"] != "trusted":
            said.notes.append(_("Whose time-stamp it is is not verified."))
    else:
        said.facts.append((_("Time, as the signer says"), f"{moment} UTC"))


def _moment(text: str) -> dt.datetime:
    return parse_datetime(text)


def _day(text: str) -> str:
    return formats.date_format(_moment(text), "SHORT_DATE_FORMAT")
