"""Makes signed files for tests: keys, certificates, a PDF, and its signatures in PDF and envelope. Nothing is kept."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import io
import re
from functools import cache

import pikepdf
from asn1crypto import cms, core, keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner, fields, timestamps
from pyhanko.sign.fields import MDPPerm
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
YEAR = dt.timedelta(days=365)


class Key:
    """A key with its certificate, in what cryptography and pyHanko each call one."""

    def __init__(self, name: str, issuer: Key | None = None, start=None, end=None, stamps: bool = False) -> None:
        self.key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        subject = certificates.Name(
            [
                certificates.NameAttribute(NameOID.COMMON_NAME, name),
                certificates.NameAttribute(NameOID.SERIAL_NUMBER, "TINIT-RSSMRA70A01H501X"),
            ]
        )
        by = issuer or self
        builder = (
            certificates.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(self.key.public_key())
            .serial_number(certificates.random_serial_number())
            .not_valid_before(start or NOW - YEAR)
            .not_valid_after(end or NOW + 3 * YEAR)
            .add_extension(certificates.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
            .add_extension(_usage(authority=issuer is None), critical=True)
        )
        if stamps:
            extended = certificates.ExtendedKeyUsage([certificates.oid.ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(extended, critical=True)
        self.certificate = builder.sign(by.key, hashes.SHA256())
        self.issuer = issuer

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> x509.Certificate:
        return x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return keys.PrivateKeyInfo.load(self.key.private_bytes(*form))

    @property
    def signer(self) -> SimpleSigner:
        store = SimpleCertificateStore()
        if self.issuer:
            store.register(self.issuer.asn1)
        return SimpleSigner(signing_cert=self.asn1, signing_key=self.asn1_key, cert_registry=store)


def _usage(authority: bool) -> certificates.KeyUsage:
    return certificates.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


@cache
def authority() -> Key:
    return Key("Autorità di prova")


@cache
def rossi() -> Key:
    return Key("Mario Rossi", authority())


@cache
def ivanova() -> Key:
    return Key("Иванова Анна", authority())


@cache
def expired() -> Key:
    return Key("Carlo Scaduto", authority(), start=NOW - 3 * YEAR, end=NOW - YEAR)


@cache
def stamper() -> timestamps.DummyTimeStamper:
    key = Key("Marca temporale di prova", authority(), stamps=True)
    store = SimpleCertificateStore()
    store.register(authority().asn1)
    return timestamps.DummyTimeStamper(tsa_cert=key.asn1, tsa_key=key.asn1_key, certs_to_embed=store)


@cache
def pdf(pages: int = 1, text: str = "Intesa") -> bytes:
    """A small PDF that says something on each page."""
    with pikepdf.new() as document:
        for number in range(pages):
            page = document.add_blank_page(page_size=(595, 842))
            page.Contents = document.make_stream(f"BT /F1 12 Tf 72 700 Td ({text} {number + 1}) Tj ET".encode())
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def pades(
    content: bytes,
    key: Key,
    field: str = "Firma1",
    stamped: bool = False,
    certify: bool = False,
    lenient: bool = False,
    **more,
) -> bytes:
    """Sign a PDF, after whatever signatures it has; ``more`` are fields of pyHanko's PdfSignatureMetadata."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec(sig_field_name=field))
    if certify:
        more |= {"certify": True, "docmdp_permissions": MDPPerm.NO_CHANGES}
    meta = PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES, **more)
    signer = PdfSigner(meta, signer=key.signer, timestamper=stamper() if stamped else None)
    if lenient:  # as a program that does not heed what an earlier signature forbids
        signer._enforce_certification_constraints = lambda reader: None
    return signer.sign_pdf(writer).getvalue()


def envelope(content: bytes, *signers: Key, detached: bool = False, digest: str = "sha256") -> bytes:
    """Put a content into a CAdES envelope in DER, signed side by side by each of the signers."""
    more = {"detached": detached, "use_cades": digest != "sha1"}
    made = [asyncio.run(key.signer.async_sign_general_data(content, digest, **more)) for key in signers]
    info = made[0]
    for other in made[1:]:
        info["content"]["signer_infos"].append(other["content"]["signer_infos"][0])
        for certificate in other["content"]["certificates"]:
            info["content"]["certificates"].append(certificate)
    return info.dump()


def as_pem(der: bytes) -> bytes:
    body = base64.encodebytes(der)
    return b"-----BEGIN PKCS7-----\n" + body + b"-----END PKCS7-----\n"


def written_over(content: bytes) -> bytes:
    """A signed PDF to which a page's text was added later, as an incremental update: its old bytes are untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    stream = generic.StreamObject(stream_data=b"BT /F1 40 Tf 72 400 Td (1.000.000 EUR) Tj ET")
    page.get_object()[generic.pdf_name("/Contents")] = writer.add_object(stream)
    writer.mark_update(page.reference)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_in_part(key: Key) -> bytes:
    """A signature that fits what it covers, but covers not the end of the file: its byte range stops short."""
    content = pades(pdf(), key)
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", content)
    first, second, rest = (int(number) for number in ranges.groups())
    written = str(rest - 40).encode().ljust(len(ranges[3]))
    content = content[: ranges.start(3)] + written + content[ranges.end(3) :]
    covered = content[:first] + content[second : second + rest - 40]
    digest = hashlib.sha256(covered).digest()
    info = asyncio.run(key.signer.async_sign(digest, "sha256", use_pades=True))
    signed = info.dump().hex().encode()
    return content[: first + 1] + signed.ljust(second - first - 2, b"0") + content[second - 1 :]


def as_ber(der: bytes) -> bytes:
    """An envelope as many programs write it: lengths left open, and the content in pieces."""
    info = cms.ContentInfo.load(der)
    signed = info["content"]
    content = bytes(signed["encap_content_info"]["content"])
    pieces = b"".join(core.OctetString(content[at : at + 400]).dump() for at in range(0, len(content), 400))
    octets = b"\xa0\x80" + b"\x24\x80" + pieces + b"\0\0" + b"\0\0"
    inner = b"\x30\x80" + signed["encap_content_info"]["content_type"].dump() + octets + b"\0\0"
    parts = [signed[name].dump() for name in ("version", "digest_algorithms")]
    rest = [signed[name].dump() for name in ("certificates", "signer_infos")]
    body = b"\x30\x80" + b"".join(parts) + inner + b"".join(rest) + b"\0\0"
    return b"\x30\x80" + info["content_type"].dump() + b"\xa0\x80" + body + b"\0\0" + b"\0\0"


def with_foreign_algorithm(der: bytes) -> bytes:
    """An envelope that says its hash is the Russian national one, GOST R 34.11-2012."""
    info = cms.ContentInfo.load(der)
    info["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "1.2.643.7.1.1.2.2"}
    return info.dump()
