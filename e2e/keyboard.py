"""A visitor who never touches the mouse: a story is told with the tabulator, arrows, Enter and letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

MOST = 150  # presses within which anything on a page is reached
FOCUSED = "([selector, index]) => document.activeElement === [...document.querySelectorAll(selector)].at(index)"


class Keyboard:
    """Reaches things on a page as somebody does who only has a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, index: int = 0) -> None:
        """Press the tabulator until the focus is on the n-th thing of a selector; -1 is the last."""
        if not self.page.locator(selector).count():
            pytest.fail(f"{selector} is not on {self.page.url}")
        for _press in range(MOST):
            if self.page.evaluate(FOCUSED, [selector, index]):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} is not reached with {MOST} presses of the tabulator on {self.page.url}")

    def write(self, selector: str, value: str) -> None:
        """Write into a field, in place of what it holds."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(value)

    def choose(self, selector: str, letters: str) -> None:
        """Choose in a select by typing the beginning of an option."""
        self.reach(selector)
        self.page.keyboard.type(letters)

    def tick(self, selector: str) -> None:
        """Tick a box."""
        self.reach(selector)
        self.page.keyboard.press("Space")

    def press(self, selector: str, index: int = 0) -> None:
        """Press a button or follow a link, and wait for the page it leads to."""
        self.reach(selector, index)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def go_on(self) -> None:
        """Press the button at the end of the form."""
        self.press("main form .button-row button[type=submit]", -1)
