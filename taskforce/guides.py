"""The guides of docs/ as pages of the portal: Markdown is turned to HTML once for each state of a file.

A guide may hold what the pages can show: headings, paragraphs, lists, tables, code, links between the guides, and
pictures of docs/images/help. HTML written in a guide is shown as letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import override
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

FOLDER = settings.BASE_DIR / "docs"
PICTURES = FOLDER / "images" / "help"
ORIGINAL = "en"  # the language every guide is written in first; its headings name the places of all the others
FILES = {
    "companies": "guide-companies.md",
    "organisers": "guide-organisers.md",
    "staff": "guide-staff.md",
    "roles": "roles.md",
    "session-file": "session-file.md",
    "open-data": "open-data.md",
}
AUDIENCES = ("companies", "organisers", "staff")  # in all languages; the rest is for reference, in English alone


@dataclass(frozen=True)
class Guide:
    """One guide as it is shown: ``sections`` are its headings of the second rank, by their id."""

    language: str
    title: str
    body: SafeString
    sections: tuple[tuple[str, str], ...]


def guide_path(name: str, language: str) -> Path:
    """Return the file of a guide: in this language where there is one, else in English."""
    own = FOLDER / language / FILES[name]
    return own if language != ORIGINAL and own.exists() else FOLDER / FILES[name]


def read_guide(name: str, language: str) -> Guide:
    """Return the guide in this language, or in English while it was not translated."""
    path, original = guide_path(name, language), FOLDER / FILES[name]
    shown = language if path != original else ORIGINAL
    return _rendered(path, original, shown, language, path.stat().st_mtime_ns, original.stat().st_mtime_ns)


def sections_of(name: str) -> list[str]:
    """Return the ids of a guide's sections, the same in every language."""
    path = FOLDER / FILES[name]
    return _sections(path, path.stat().st_mtime_ns)


def headings(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return (rank, text) of each heading below the title."""
    found = [(one.tag, tokens[place + 1].content) for place, one in enumerate(tokens) if one.type == "heading_open"]
    return [(rank, text) for rank, text in found if rank != "h1"]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("image", _picture)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _code)
    parser.add_render_rule("table_open", lambda *_: '<div class="table-box" tabindex="0"><table class="table">')
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    parser.add_render_rule("th_open", lambda *_: '<th scope="col">')
    parser.add_render_rule("td_open", lambda *_: "<td>")  # without the style that aligns it: the policy refuses it
    return parser


def _parse(path: Path) -> list[Token]:
    return _parser().parse(path.read_text(encoding="utf-8"))


def _ids(tokens: list[Token]) -> dict[str, str]:
    """Return the text of each heading by its id. Two of one name are told apart by a number."""
    found: dict[str, str] = {}
    for _rank, text in headings(tokens):
        name = slugify(text)
        found[f"{name}-{len(found)}" if name in found else name] = text
    return found


@lru_cache(maxsize=64)
def _sections(path: Path, _changed: int) -> list[str]:
    tokens = _parse(path)
    return [name for name, (rank, _text) in zip(_ids(tokens), headings(tokens), strict=True) if rank == "h2"]


@lru_cache(maxsize=64)
def _rendered(path: Path, original: Path, shown: str, language: str, *_changed: int) -> Guide:
    tokens, names = _parse(path), list(_ids(_parse(original)))
    title_ends = next(place for place, one in enumerate(tokens) if one.type == "heading_close") + 1
    title, tokens = _plain(tokens[1]), tokens[title_ends:]
    sections = []
    opened = [place for place, one in enumerate(tokens) if one.type == "heading_open"]
    for place, name in zip(opened, names, strict=False):  # tests hold that there are as many
        tokens[place].attrSet("id", name)
        if tokens[place].tag == "h2":
            sections.append((name, _plain(tokens[place + 1])))
    for one in (child for token in tokens for child in token.children or ()):
        if one.type == "link_open":
            one.attrSet("href", _address(str(one.attrGet("href")), language))
    parser = _parser()
    body = parser.renderer.render(tokens, parser.options, {})
    return Guide(shown, title, mark_safe(body), tuple(sections))  # the parser escapes HTML


def _plain(inline: Token) -> str:
    """The text of a heading without its marks."""
    return "".join(child.content for child in inline.children or ())


def _address(link: str, language: str) -> str:
    """Return the address of the page that shows the guide a link names; any other link stays as it is."""
    file, _hash, section = link.partition("#")
    name = next((name for name, own in FILES.items() if own == file.rpartition("/")[2]), None)
    if name is None:
        return link
    with override(language):
        return reverse("guide", args=[name]) + (f"#{section}" if section else "")


def _picture(_renderer: object, tokens: list[Token], index: int, *_others: object) -> str:
    """A picture of docs/images/help, with its size, so that the text does not jump; opened alone it is read better."""
    file, alt = str(tokens[index].attrGet("src")).rpartition("/")[2], tokens[index].content
    if not (PICTURES / file).is_file():
        return format_html("<em>{}</em>", alt)
    width, height = _size(PICTURES / file)
    return format_html(
        '<a class="guide-picture" href="{}"><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a>',
        *[static(f"help/{file}")] * 2, alt, width, height,
    )  # fmt: skip


def _code(_renderer: object, tokens: list[Token], index: int, *_others: object) -> str:
    """A block of code, which the keyboard can reach where it is wider than the page."""
    return format_html('<pre tabindex="0"><code>{}</code></pre>', tokens[index].content)


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


# --- The help of a page

# Addresses of the desk whose section is not called like the first word of the address's name.
DESK_SECTIONS = {
    "session": "overview",
    "session_file": "documents",
    "changes": "delegations",
    "delegation": "delegations",
    "table": "tables",
    "record": "tables",
    "carry_over": "tables",
    "dossier": "tables",
    "following": "projects",
    "life": "projects",
    "present": "attendance",
    "undo": "attendance",
    "preset_remove": "exports",
    "again": "documents",
    "stop": "documents",
    "ceremony": "acts",
    "signing_move": "acts",
    **dict.fromkeys(
        ("signed_file", *(f"signed_file_{act}" for act in ("add", "status", "download", "again", "remove"))),
        "signed-files",
    ),
    **dict.fromkeys(
        ("text", *(f"text_{act}" for act in ("add", "edit", "state", "file", "beside"))), "texts-in-languages"
    ),
    "statistics": "commitments",
    "statistics_table": "commitments",
    "people": "who-may-do-what",
    "take": "who-may-do-what",
    "invite_again": "who-may-do-what",
}
ADMIN_SECTIONS = {
    "taskforce_sessions.session": "a-new-session",
    "taskforce_sessions.venue": "what-the-check-for-clashes-needs-to-know",
    "taskforce_sessions.room": "what-the-check-for-clashes-needs-to-know",
    "taskforce_sessions.interpreter": "what-the-check-for-clashes-needs-to-know",
    "taskforce_sessions.sourcedfigure": "sources-and-counts",
    "taskforce_sessions.sourcedfact": "sources-and-counts",
    "taskforce_sessions.source": "sources-and-counts",
    "participants.registration": "registrations-to-decide-on",
    "participants.delegate": "registrations-to-decide-on",
    "participants.organisation": "duplicates",
    "participants.notthesame": "duplicates",
    "agreements.agreement": "acts",
    "agreements.project": "acts",
    "documents.sheetexport": "tables-taken-out",
    "documents.exportpreset": "tables-taken-out",
    "audit.change": "the-record",
    "audit.reading": "the-record",
    "documents.sheetimport": "tables-taken-out",
    "accounts.attempt": "signing-in-and-who-lost-their-telephone",
    "accounts.user": "accounts",
    "auth.group": "accounts",
    "taskforce_sessions.assignment": "accounts",
}


def desk_section(url_name: str) -> str:
    """Return the section of the organisers' guide about an address of the desk, or "" for the whole guide."""
    first, there = url_name.partition("_")[0], sections_of("organisers")
    known = (DESK_SECTIONS.get(url_name, ""), first, f"{first}s")
    return next((name for name in known if name in there), "")


def admin_section(label: str) -> str:
    """Return the section of the staff's guide about a list of the administration, or "" for the whole guide."""
    known = ADMIN_SECTIONS.get(label, "")
    return known if known in sections_of("staff") else ""


def help_address(request: HttpRequest | None) -> str:
    """Return where the help link of a page leads: the guide of its audience, at the section of the page in hand."""
    found = getattr(request, "resolver_match", None)
    name, section = "companies", ""
    apps = found.app_names if found else []
    if "desk" in apps or "exchange" in apps:
        name, section = "organisers", desk_section(found.url_name or "")
    elif "accounts" in apps:
        name, section = "organisers", desk_section("signing-in")
    elif request and "/my/" in request.path:
        section = "afterwards"
    return reverse("guide", args=[name]) + (f"#{section}" if section else "")
