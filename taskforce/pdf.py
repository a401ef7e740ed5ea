"""HTML in, PDF out. The engine reaches nothing: no network, no file, only the fonts and styles handed to it in memory.

WeasyPrint is loaded at the first document, so a process that only serves pages never carries it.
"""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import hashlib
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FONTS = settings.BASE_DIR / "static" / "vendor" / "fonts"
# Each file is a family of its own: one family of two alphabets, divided by unicode-range, prints wrong glyphs in a PDF.
FONT_FAMILIES = {
    "Titillium": "titillium-web-latin",
    "Titillium Extended": "titillium-web-latin-ext",
    "Source Sans Cyrillic": "source-sans-3-cyrillic",
    "Source Sans Cyrillic Extended": "source-sans-3-cyrillic-ext",
    "Source Sans": "source-sans-3-latin",
    "Source Sans Extended": "source-sans-3-latin-ext",
}
VARIANT = "pdf/ua-1"  # what every PDF is that asks for nothing else
FONT_FACES = (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))
one_at_a_time = threading.Lock()  # Pango's fonts are shared by all documents of the process


@dataclass(frozen=True)
class Enclosure:
    """A file within a PDF: what the pages were made from. ``at`` is when its content was so."""

    name: str
    content: str
    description: str
    at: dt.datetime


def render_pdf(
    html: str | Sequence[str],
    *,
    stylesheet: Path | tuple[Path, ...],
    laid_out: Callable[[], None] = lambda: None,
    variant: str = VARIANT,
    enclosure: Enclosure | None = None,
) -> bytes:
    """Return an accessible PDF (PDF/UA-1) of a whole HTML document; the same input gives the same bytes.

    Of several documents, each smaller than the one before, the first that fits on one page is printed, else the last.
    ``variant`` ``pdf/a-3a`` is for the archive, and may carry an ``enclosure``.
    The document needs a ``lang`` and a ``<title>``. ``laid_out`` is called when the pages are known and only the file
    is to be written. Whatever the HTML asks for by address is refused and left out.
    """
    choices = (html,) if isinstance(html, str) else html
    styles = stylesheet if isinstance(stylesheet, tuple) else (stylesheet,)
    with one_at_a_time:
        text, pages = fitting(choices, lambda text: type_case(styles).lay_out(text, variant=variant))
        laid_out()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the engine lets its colour profile close by itself
            return pages.write_pdf(
                pdf_identifier=hashlib.sha256((variant + text).encode()).hexdigest()[:32].encode(),
                pdf_variant=variant,
                pdf_tags=True,
                attachments=[attachment(enclosure)] if enclosure else None,
            )


def fitting(choices: Sequence[str], lay_out: Callable):
    """Return the first document that is one page, else the last, with its pages; found by halves."""
    low, high, found = 0, len(choices) - 1, {}
    while low <= high:
        middle = (low + high) // 2
        pages = found[middle] = lay_out(choices[middle])
        low, high = (low, middle - 1) if len(pages.pages) == 1 else (middle + 1, high)
    chosen = min(low, len(choices) - 1)
    return choices[chosen], found[chosen]


class TypeCase:
    """The fonts and parsed rules of one style: they serve every document of the process."""

    def __init__(self, stylesheets: tuple[Path, ...]) -> None:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from taskforce.pdf_languages import speak_languages

        speak_languages()
        self.fonts = FontConfiguration()
        self.fetcher = memory_fetcher(font_assets())
        text = font_rules() + "".join(path.read_text(encoding="utf-8") for path in stylesheets)
        self.css = CSS(string=text, base_url="asset:", url_fetcher=self.fetcher, font_config=self.fonts)

    def lay_out(self, html: str, rules: str = "", *, variant: str = VARIANT):
        """Return the pages of a document; ``rules`` stand below those of the style."""
        from weasyprint import CSS, HTML

        source = HTML(string=html, base_url="asset:", url_fetcher=self.fetcher)
        styles = [self.css, CSS(string=rules, font_config=self.fonts)] if rules else [self.css]
        pages = source.render(font_config=self.fonts, stylesheets=styles, pdf_variant=variant, pdf_tags=True)
        self.fonts.strut_layouts.clear()  # else it grows with every document
        return pages


@functools.lru_cache(maxsize=8)
def type_case(stylesheets: tuple[Path, ...]) -> TypeCase:
    """Return the one type case of these styles."""
    atexit.register(type_case.cache_clear)  # fonts remove their temporary files while that still works
    return TypeCase(stylesheets)


def attachment(enclosure: Enclosure):
    """Return the enclosure as the engine takes it."""
    from weasyprint import Attachment

    return Attachment(
        string=enclosure.content,
        name=enclosure.name,
        description=enclosure.description,
        created=enclosure.at,
        modified=enclosure.at,
        relationship="Source",
    )


def memory_fetcher(assets: Mapping[str, bytes]):
    """Return a fetcher that knows these addresses and refuses every other, whatever its scheme."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class MemoryFetcher(URLFetcher):
        def fetch(self, url: str, headers=None) -> URLFetcherResponse:
            if url not in assets:
                raise ValueError("A document may not load anything.")
            return URLFetcherResponse(url, assets[url], {"Content-Type": "font/woff2"})

    return MemoryFetcher()


def font_files() -> dict[tuple[str, str, str], str]:
    """Return the file of each family, weight and style."""
    return {
        (family, weight, style): f"{start}-{weight}-{style}.woff2"
        for family, start in FONT_FAMILIES.items()
        for weight, style in FONT_FACES
    }


def font_assets() -> dict[str, bytes]:
    return {f"asset:{name}": (FONTS / name).read_bytes() for name in font_files().values()}


def font_rules() -> str:
    """Return the @font-face rules, and the one family list that names them in order."""
    rule = '@font-face {{ font-family: "{}"; font-weight: {}; font-style: {}; src: url("asset:{}"); }}'
    rules = [rule.format(family, weight, style, name) for (family, weight, style), name in font_files().items()]
    families = ", ".join(f'"{family}"' for family in FONT_FAMILIES)
    # On html, not body: the boxes in the page's margins inherit from there.
    return "\n".join([*rules, f"html {{ font-family: {families}, sans-serif; }}\n"])
