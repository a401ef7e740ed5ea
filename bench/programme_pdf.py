"""The programme as a PDF: ours against WeasyPrint alone on the same HTML, 400 items against 60, and from the store.

WeasyPrint alone is what its own documentation says: HTML(string).write_pdf() with the style sheet, a new font
configuration for each document. Both are warm: the first document of a process, which loads the library, is apart.
Seconds are those of the processor, so that a busy machine disturbs neither side.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from portal import own_folder, prepare

LIMIT = 1.3
LINEAR = 1.2
MANY = 400
RUNS = 7


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


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


def against_alone(session, language: str) -> float:
    """Print and return how many times as long as WeasyPrint alone we need, from the database to the bytes."""
    from django.utils import translation

    from documents.builders import KINDS, programme
    from documents.builders.layout import PROGRAMME_STYLES
    from taskforce.pdf import font_assets, font_rules

    builder = KINDS["programme"]
    with translation.override(language[:2]):
        html = programme.html_of(builder.gather(session, language))
    style = font_rules() + "".join(path.read_text(encoding="utf-8") for path in PROGRAMME_STYLES)
    assets = font_assets()

    def ours() -> bytes:
        return builder.render("pdf", builder.gather(session, language), language)

    first = seconds(ours)
    alone(html, style, assets)
    pairs = [(seconds(ours), seconds(lambda: alone(html, style, assets))) for _run in range(RUNS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"{language}, {session.items.count()} items, {len(ours())} bytes: the first {first:.2f} s, then {mine:.2f} s;"
        f" WeasyPrint alone {theirs:.2f} s; ratio {mine / theirs:.2f} (at most {LIMIT})"
    )
    return mine / theirs


def growth(session, language: str) -> float:
    """Print and return how much longer an item takes among 400 than among 60."""
    from documents.builders import KINDS
    from sessions.models import ProgrammeItem

    builder = KINDS["programme"]

    def an_item() -> float:
        took = min(
            seconds(lambda: builder.render("pdf", builder.gather(session, language), language)) for _run in "123"
        )
        return took / session.items.count()

    few = an_item()
    items = list(session.items.order_by("pk"))
    while session.items.count() < MANY:
        position = session.items.count()
        for offset, item in enumerate(items[: MANY - position]):
            speakers = list(item.speakers.all())
            copy = ProgrammeItem(
                **{field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
            )
            copy.pk, copy.position = None, position + offset
            copy.parallel = f"{item.parallel}-{position}" if item.parallel else ""
            copy.save(force_insert=True)
            copy.speakers.set(speakers)
    many = an_item()
    print(f"{language}: an item among {MANY} takes {many / few:.2f} times what it takes among 60 (at most {LINEAR})")
    return many / few


def from_the_store(session) -> None:
    from documents import jobs
    from documents.models import Document

    def job() -> None:
        jobs.run_document(Document.objects.create(kind="programme", session=session, language="it").pk)

    made, stored = seconds(job), statistics.median(seconds(job) for _run in range(RUNS))
    print(f"a whole job: {made:.2f} s; asked for again, nothing changed: {stored * 1000:.1f} ms")


def main() -> int:
    from desk.seed import load_demonstration
    from documents.history import load_history

    load_history()
    session = load_demonstration()
    ratios = [against_alone(session, language) for language in ("it", "it+ru")]
    from_the_store(session)
    grown = growth(session, "it+ru")
    return 0 if max(ratios) <= LIMIT and grown <= LINEAR else 1


if __name__ == "__main__":
    with own_folder() as folder:
        prepare(folder)
        raise SystemExit(main())
