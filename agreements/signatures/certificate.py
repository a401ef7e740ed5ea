"""Who signed by the certificate, when, and whether the certificate leads to a root the portal was told to trust."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_self_reported_ts, extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import AcceptAllAlgorithms

NO_CERTIFICATE = AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND
WEAK_HASHES = ("md2", "md5", "sha1")
SHORTEST_RSA = 2048
GOST = "1.2.643."  # the Russian national algorithms: no library in use here checks them
LONGEST = 200
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
# What pyHanko calls a fault of the chain, by the beginning of its name.
FAULTS = {
    "NO_CERTIFICATE_CHAIN_FOUND": "unknown_root",
    "OUT_OF_BOUNDS": "out_of_time",
    "REVOKED": "revoked",
    "CHAIN_CONSTRAINTS": "usage",
}


@dataclass(frozen=True)
class Trust:
    """The roots that certificates may lead to. Nothing is fetched: what a file does not bring is not known."""

    roots: tuple[x509.Certificate, ...] = ()
    is_set: bool = False

    @classmethod
    def of_folder(cls, folder: str) -> Trust:
        """Read every certificate of a folder's .pem, .crt and .cer files, in PEM or DER."""
        if not folder:
            return cls()
        found = []
        for path in sorted(Path(folder).iterdir()):
            if path.suffix.lower() in (".pem", ".crt", ".cer"):
                found += _certificates(path.read_bytes())
        return cls(tuple(found), is_set=True)

    def context(self, moment: dt.datetime | None) -> ValidationContext:
        """Return what pyHanko judges a chain by, as of a moment. Weak algorithms are for the report to name."""
        return ValidationContext(
            trust_roots=list(self.roots),
            moment=moment,
            best_signature_time=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
            retroactive_revinfo=True,
            algorithm_usage_policy=AcceptAllAlgorithms(),
        )

    def identity(self, status) -> str:
        """Return what is known of who signed, as a code."""
        if not self.is_set:
            return "no_list"
        if status.trust_problem_indic is None:
            return "trusted"
        name = status.trust_problem_indic.name
        return next((code for start, code in FAULTS.items() if name.startswith(start)), "chain")


def _certificates(content: bytes) -> list[x509.Certificate]:
    if pem.detect(content):
        parts = pem.unarmor(content, multiple=True)
        return [x509.Certificate.load(der, strict=True) for kind, _headers, der in parts if "CERTIFICATE" in kind]
    return [x509.Certificate.load(content, strict=True)]


def moment_of(signer: cms.SignerInfo) -> tuple[dt.datetime | None, str]:
    """Return when this was signed and how that is known: by a time-stamp, by what the signer says, or not at all."""
    for token in extract_tst_data_iter(signer, signed=False):
        info = token["encap_content_info"]["content"].parsed
        if isinstance(info, tsp.TSTInfo):
            return info["gen_time"].native, "timestamp"
    claimed = extract_self_reported_ts(signer)
    return claimed, "claim" if claimed else ""


def facts_of(certificate: x509.Certificate) -> dict:
    """Return what the report says of a certificate. Its serial number may be a tax code: it is left out."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    name = _text(subject.get("common_name")) or f"{_text(subject.get('given_name'))} {_text(subject.get('surname'))}"
    return {
        "name": name.strip()[:LONGEST],
        "organisation": _text(subject.get("organization_name")),
        "country": _text(subject.get("country_name"))[:2],
        "issuer": _text(issuer.get("common_name")) or _text(issuer.get("organization_name")),
        "from": certificate.not_valid_before.isoformat(),
        "until": certificate.not_valid_after.isoformat(),
    }


def described(status, signer: cms.SignerInfo, trust: Trust, moment, known_by: str) -> dict:
    """Return the facts that signatures of both kinds have."""
    stamp, certificate = status.timestamp_validity, status.signing_cert
    found = {
        "reasons": [],
        "signer": facts_of(certificate),
        "identity": trust.identity(status),
        "at": moment.isoformat() if moment else "",
        "known_by": known_by,
        "certificate": standing(certificate, moment),
        "weak": weaknesses(signer, certificate),
        "digest": signer["digest_algorithm"]["algorithm"].native,
        "stamp": {},
    }
    if stamp:
        sound = bool(stamp.intact and stamp.valid)
        found["stamp"] = {"by": facts_of(stamp.signing_cert)["name"], "sound": sound, "identity": trust.identity(stamp)}
        if not sound:
            found["known_by"] = "claim"
            found["reasons"].append("stamp")
    return found


def standing(certificate: x509.Certificate, moment: dt.datetime | None) -> str:
    """Return whether the certificate was in force at a moment: valid, expired, early, or unknown without one."""
    if moment is None:
        return "unknown"
    if moment < certificate.not_valid_before:
        return "early"
    return "expired" if moment > certificate.not_valid_after else "valid"


def weaknesses(signer: cms.SignerInfo, certificate: x509.Certificate) -> list[str]:
    """Return which of a signature's algorithms can be forged today."""
    found = []
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest in WEAK_HASHES:
        found.append(digest)
    key = certificate.public_key
    if key.algorithm in ("rsa", "rsassa_pss") and key.bit_size < SHORTEST_RSA:
        found.append("rsa")
    return found


def unsupported(signer: cms.SignerInfo) -> str:
    """Return "gost" for the Russian national algorithms, which cannot be checked here."""
    oids = (signer["digest_algorithm"]["algorithm"].dotted, signer["signature_algorithm"]["algorithm"].dotted)
    return "gost" if any(oid.startswith(GOST) for oid in oids) else ""


def unreadable(error: Exception) -> dict:
    """Return the finding on a signature that could not be checked: without its certificate, or of unknown form."""
    missing = isinstance(error, SignatureValidationError) and error.ades_subindication == NO_CERTIFICATE
    return {"verdict": "unreadable", "reasons": ["no_certificate" if missing else "structure"]}


def _text(value: object) -> str:
    """Return a value of a name, which may be several, as one line that can be shown and kept."""
    parts = value if isinstance(value, list) else [value or ""]
    line = " ".join(str(part) for part in parts)
    return " ".join("".join(letter for letter in line if letter.isprintable()).split())[:LONGEST]
