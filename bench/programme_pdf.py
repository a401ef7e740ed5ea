"""The programme of about 60 items as a PDF: ours against WeasyPrint alone on the same HTML, and the way from the store.

WeasyPrint alone is what its own documentation says: HTML(string).write_pdf() with the style sheet, a new font
configuration for each document. Both are warm: the first document of a process, which loads the library, is apart.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from portal import own_folder, prepare

LIMIT = 1.3
RUNS = 12


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def alone(html: str, style: str, assets: dict[str, bytes]) -> bytes:
    """What WeasyPrint does for anybody who asks it for the same."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from taskforce.pdf import memory_fetcher

    fonts, fetcher = FontConfiguration(), memory_fetcher(assets)
    css = CSS(string=style, base_url="asset:", url_fetcher=fetcher, font_config=fonts)
    return HTML(string=html, base_url="asset:", url_fetcher=fetcher).write_pdf(
        font_config=fonts, stylesheets=[css], pdf_variant="pdf/ua-1"
    )


def main() -> int:
    from django.utils import translation

    from desk.seed import load_demonstration
    from documents import jobs
    from documents.builders import KINDS, programme
    from documents.builders.layout import STYLESHEET
    from documents.history import load_history
    from documents.models import Document
    from taskforce.pdf import font_assets, font_rules

    load_history()
    session = load_demonstration()
    builder, language = KINDS["programme"], "it"
    facts = builder.gather(session, language)
    with translation.override(language):
        html = programme.html_of(facts)
    style = font_rules() + STYLESHEET.read_text(encoding="utf-8")
    assets = font_assets()

    def ours() -> bytes:
        return builder.render("pdf", builder.gather(session, language), language)

    def job() -> None:
        jobs.run_document(Document.objects.create(kind="programme", session=session, language=language).pk)

    first = seconds(ours)
    alone(html, style, assets)
    pairs = [(seconds(ours), seconds(lambda: alone(html, style, assets))) for _run in range(RUNS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    made, stored = seconds(job), statistics.median(seconds(job) for _run in range(RUNS))
    ratio = mine / theirs
    print(f"items: {session.items.count()}, size: {len(ours())} bytes")
    print(f"first document of a process: {first:.2f} s")
    print(f"ours, facts to bytes: {mine:.3f} s; WeasyPrint alone: {theirs:.3f} s; ratio {ratio:.2f} (at most {LIMIT})")
    print(f"a whole job: {made:.3f} s; asked for again, nothing changed: {stored * 1000:.1f} ms")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    with own_folder() as folder:
        prepare(folder)
        raise SystemExit(main())
