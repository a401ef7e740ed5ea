"""What is looked for on every page: nothing wider than a telephone, nothing axe knows to be a barrier."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from e2e.pictures import take_picture

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDTHS = (1280, 768, 320)
WITH_AXE = (1280, 320)
NARROW = 320
RUN = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.target.join(' ')}: ${node.failureSummary}`))"""
WIDER = """() => [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table-box'))
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))"""


def narrow_faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page as it is now, on a telephone of 320 px, without moving the focus."""
    take_picture(page, name)
    page.evaluate(AXE)
    found = [f"{name}: {fault}" for fault in page.evaluate(RUN, RULES)]
    if (needed := page.evaluate("document.scrollingElement.scrollWidth")) > NARROW:
        found.append(f"{name}: needs {needed} px: {page.evaluate(WIDER)}")
    return found


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong with the page as it is now, at each width."""
    found = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        take_picture(page, f"{name}-{width}")
        needed = page.evaluate("document.scrollingElement.scrollWidth")
        if needed > width:
            found.append(f"{name} at {width}: needs {needed} px: {page.evaluate(WIDER)}")
        if width in WITH_AXE:
            found += [f"{name} at {width}: {fault}" for fault in page.evaluate(RUN, RULES)]
    return found
