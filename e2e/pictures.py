"""Pictures of pages for people to look at: taken only where the environment names a folder in SCREENSHOTS."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page


def take_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
