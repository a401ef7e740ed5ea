"""Breaks what a form would send. The same seed breaks it the same way."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote_from_bytes

from desk.tests.fuzzing.values import HUGE, KEYS, NAMES, TEXTS, TYPES, Upload, contents, right_file
from desk.tests.fuzzing.walk import BUTTONS, Field, Form

BOUNDARY = "fuzz-boundary"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
QUERIES = (
    "page=-1", "page=" + "9" * 30, "page=%00", "q=%00", "q=%ED%A0%80", "date=99999-99-99", "day=99999-99-99", "day=-1",
    "by=%00&day=1e400", "p=-1&p=x", "o=99999999999999.-1.x", "o=%C2%B2", "e=1", "next=//evil.example", "x[]=1",
    "session=" + "9" * 30, "session=%00", "language=xx", "side=%00&state=%00", "_changelist_filters=%00", "_popup=1",
    "_to_field=password", "_facets=True", "id__in=1," + "9" * 30, "password__startswith=a", "__proto__=1", "%FF=%FE",
    "version=%C2%B2", "p=%C2%B2", "page=%C2%B2", "year=%C2%B2", "q=" + "x" * 3000,
)  # fmt: skip
STRAY = (
    "__proto__", "pk", "id", "is_superuser", "session", "action", "_save", "_saveasnew", "_popup", "add", "remove",
    "index", "_continue", "select_across", "sure", "back", "next", "_method", "web_address", "x" * 3000, "\0", "a[]",
    "registration",
)  # fmt: skip
Pairs = list[tuple[str, "str | Upload"]]


class Post(NamedTuple):
    path: str
    content_type: str
    body: bytes
    what: str  # in words, for the report of a fault


def filled(form: Form, rng: random.Random) -> Pairs:
    """What a person would send: what the page holds, something of the right kind where it is empty, one button."""
    pairs: Pairs = []
    buttons = [field for field in form.fields if field.kind in BUTTONS]
    for field in form.fields:
        if field not in buttons:
            pairs += [(field.name, value) for value in values_of(field, rng)]
    if buttons:
        button = rng.choice(buttons)
        pairs.append((button.name, button.values[0]))
    return pairs


def values_of(field: Field, rng: random.Random) -> list[str | Upload]:
    if field.kind == "file":
        return [Upload("a.pdf", "application/pdf", right_file())] if rng.random() < 0.7 else []
    if field.kind in ("checkbox", "radio"):
        return list(field.values or (field.options if rng.random() < 0.6 else ()))
    if field.kind == "select":
        offered = [option for option in field.options if option]
        return list(field.values) if any(field.values) or not offered else [rng.choice(offered)]
    if field.values[0] or field.kind == "hidden" or rng.random() < 0.2:
        return [field.values[0]]
    usual = {
        "email": "anna@example.org",
        "number": "2",
        "date": "2026-12-01",
        "time": "10:30",
        "url": "https://a.example",
    }
    return [usual.get(field.kind, "Prova")]


def spoiled(form: Form, rng: random.Random) -> Post:
    """One post of this form with one to three things wrong with it."""
    pairs, words = filled(form, rng), []
    for _number in range(rng.choice((1, 1, 1, 2, 3))):
        way = rng.choices(WAYS, WEIGHTS)[0]
        pairs = way(pairs, form, rng)
        words.append(way.__name__)
    path = form.action
    if rng.random() < 0.1:
        path += ("&" if "?" in path else "?") + rng.choice(QUERIES)
    content_type, body = encoded(pairs, multipart=form.multipart or any(isinstance(v, Upload) for _n, v in pairs))
    if rng.random() < 0.06:
        content_type, body, wire = broken_on_the_way(content_type, body, rng)
        words.append(wire)
    return Post(path, content_type, body, " + ".join(words))


def a_text(rng: random.Random) -> str:
    return HUGE if rng.random() < 0.004 else rng.choice(TEXTS)


def an_upload(rng: random.Random) -> Upload:
    return Upload(rng.choice(NAMES), rng.choice(TYPES), rng.choice(contents()))


# --- The ways, each from pairs to pairs ------------------------------------------------------------------------------


def one_wrong(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    if not pairs:
        return pairs
    at = rng.randrange(len(pairs))
    return [*pairs[:at], (pairs[at][0], a_text(rng)), *pairs[at + 1 :]]


def all_wrong(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    value = a_text(rng)
    value = value if len(value) < 20_000 else "x"
    return [(name, value) for name, _value in pairs]


def text_wrong(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    """Wrong where people type, right elsewhere: gets further than the rest."""
    typed = {field.name for field in form.fields if field.kind in ("text", "textarea", "search", "tel", "url", "email")}
    value = a_text(rng)
    value = value if len(value) < 20_000 else "x"
    return [(name, value if name in typed else given) for name, given in pairs]


def foreign_key(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    """Another row, or none, where the page gave a choice or hid a key."""
    names = {field.name for field in form.fields if field.kind in ("select", "hidden", "radio", "checkbox")}
    chosen = rng.choice(sorted(names)) if names else ""
    pairs = [(name, rng.choice(KEYS) if name == chosen else value) for name, value in pairs]
    return pairs if any(name == chosen for name, _value in pairs) else [*pairs, (chosen, rng.choice(KEYS))]


def missing(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    if rng.random() < 0.2:
        return []
    return [pair for pair in pairs if rng.random() < 0.7]


def doubled(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    if not pairs:
        return pairs
    name, value = rng.choice(pairs)
    return [*pairs, (name, value), (name, a_text(rng))] if rng.random() < 0.7 else [*pairs, *pairs]


def unknown(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    return [*pairs, *((rng.choice(STRAY), a_text(rng)) for _number in range(rng.randint(1, 4)))]


def managed(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    """Wrong counts of the forms in a form."""
    counts = [name for name, _value in pairs if name.endswith("_FORMS")]
    if not counts:
        return one_wrong(pairs, form, rng)
    chosen, value = rng.choice(counts), rng.choice(("", "-1", "0", "3", "1001", "9" * 30, "²", "\0", "1e3"))
    return [(name, value if name == chosen else given) for name, given in pairs]


def with_file(pairs: Pairs, form: Form, rng: random.Random) -> Pairs:
    """A file that lies where a file belongs, or where a text belongs."""
    places = [field.name for field in form.fields if field.kind == "file"] or [name for name, _value in pairs]
    if not places:
        return pairs
    chosen = rng.choice(places)
    return [*((name, value) for name, value in pairs if name != chosen), (chosen, an_upload(rng))]


WAYS: tuple[Callable, ...] = (
    one_wrong,
    text_wrong,
    all_wrong,
    foreign_key,
    missing,
    doubled,
    unknown,
    managed,
    with_file,
)
WEIGHTS = (30, 12, 5, 16, 8, 8, 6, 8, 7)


# --- On the wire -----------------------------------------------------------------------------------------------------


def encoded(pairs: Pairs, *, multipart: bool) -> tuple[str, bytes]:
    """The type and the body; a lone surrogate goes as the three bytes that stand for it and are no UTF-8."""
    if not multipart:
        quoted = [f"{quote_from_bytes(raw(name))}={quote_from_bytes(raw(value))}" for name, value in pairs]
        return URLENCODED, "&".join(quoted).encode()
    parts = [part(name, value) for name, value in pairs]
    return MULTIPART, b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def part(name: str, value: str | Upload) -> bytes:
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"' % (BOUNDARY.encode(), raw(name))
    if isinstance(value, Upload):
        head += b'; filename="%s"\r\nContent-Type: %s' % (raw(value.name), raw(value.content_type))
        return head + b"\r\n\r\n" + value.content + b"\r\n"
    return head + b"\r\n\r\n" + raw(value) + b"\r\n"


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def broken_on_the_way(content_type: str, body: bytes, rng: random.Random) -> tuple[str, bytes, str]:
    ways = {
        "cut off": (content_type, body[: len(body) // 2]),
        "no boundary": ("multipart/form-data", body),
        "another boundary": ("multipart/form-data; boundary=x", body),
        "a boundary of NUL": ("multipart/form-data; boundary=\0", body),
        "called JSON": ("application/json", body),
        "called XML": ("text/xml; charset=utf-7", body),
        "an unknown charset": (f"{URLENCODED}; charset=nonsense", body),
        "UTF-16": (f"{URLENCODED}; charset=utf-16", body),
        "no type": ("", body),
        "bytes that are no text": (URLENCODED, b"%FF=%FE&\xff\xfe=\x80&" + body),
        "too many fields": (URLENCODED, b"&".join(b"f%d=1" % number for number in range(2100))),
    }
    name = rng.choice(sorted(ways))
    return *ways[name], name
