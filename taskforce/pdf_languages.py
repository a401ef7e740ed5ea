"""Says in a PDF's structure in which language each part is. WeasyPrint 70 says it of the whole document alone.

A reader with a screen reader hears Russian read as Russian only if the part says so (WCAG 3.1.2).
"""

from __future__ import annotations

from collections.abc import Iterator


def speak_languages() -> None:
    """Let every structure element made of an element with a ``lang`` carry it. Safe to call again."""
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    if getattr(build, "speaks_languages", False):
        return

    def build_speaking(box, *args) -> Iterator:
        language = box.element.get("lang") if getattr(box, "element", None) is not None else None
        for element in build(box, *args):
            if language:
                element["Lang"] = pydyf.String(language)
            yield element

    build_speaking.speaks_languages = True
    tags._build_box_tree = build_speaking
