"""Internet domains that tell one organisation from another."""

from __future__ import annotations

from urllib.parse import urlsplit

from participants.matching.words import PUBLIC_MAIL

LONGEST = 250


def domain_of_email(email: str) -> str:
    """Return the domain of an e-mail address; empty for a provider that serves everybody."""
    return _domain(email.rpartition("@")[2])


def domain_of_website(address: str) -> str:
    """Return the domain of a website without ``www``; empty where it has none or shares it with everybody."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname
    except ValueError:  # brackets that are no IPv6 address
        return ""
    return _domain(host or "")


def _domain(host: str) -> str:
    host = host.strip().rstrip(".").casefold()
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    host = host.removeprefix("www.").removeprefix("pec.")
    if "." not in host or host in PUBLIC_MAIL:
        return ""
    return host[:LONGEST]
