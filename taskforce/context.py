"""What every page's frame needs to know: no database, no user, no session, so a page may be cached with it."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_info


def portal(request: HttpRequest) -> dict[str, dict]:
    """Return `portal` for templates: the portal's names and settings, and the same page's address in each language."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "portal": {
            "name": settings.PORTAL_NAME,
            "tagline": settings.PORTAL_TAGLINE,
            "ministries": settings.PORTAL_MINISTRIES,
            "embedded": settings.EMBEDDED,
            "accessibility_url": settings.ACCESSIBILITY_URL,
            "contact_email": settings.CONTACT_EMAIL,
            "root": f"{get_script_prefix()}{language}/",
            "languages": languages_of(request, language),
        }
    }


def languages_of(request: HttpRequest, language: str) -> list[tuple[str, str, str]]:
    """Return (code, own name, address of this same page) for each language; a page without languages leads home.

    Every address is the same behind its language prefix, so swapping the prefix works for a missing page too.
    The query is left out: a page kept in the cache for everybody must not hold what one visitor typed.
    """
    script = get_script_prefix()
    own = f"{script}{language}/"
    rest = escape_uri_path(request.path.removeprefix(own)) if request.path.startswith(own) else ""
    return [
        (code, get_language_info(code)["name_local"].capitalize(), f"{script}{code}/{rest}")
        for code, _name in settings.LANGUAGES
    ]
