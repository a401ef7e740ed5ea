"""The translators' page: what is owed in a language, and the fields to write it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.access import TEXTS, TRANSLATE, Rights, at_desk, offered, rights
from desk.translation_forms import TextsFilter, TranslationForm
from desk.translations import list_lines, list_tabs
from desk.typed_translations import Typed, save_typed
from sessions.models import Session
from sessions.translations import texts_of

TEXTS_A_PAGE = 25


@at_desk(TEXTS, post=TRANSLATE)
def translations(request: HttpRequest, session: Session) -> HttpResponse:
    """The texts of a session in one language, to be translated; a post saves those that were written.

    The office of a side sees its own language alone.
    """
    texts, mine = texts_of(session), rights(request.user, session)
    languages = mine.languages(TRANSLATE if request.method == "POST" else TEXTS)
    chosen = TextsFilter(request.GET, texts, languages)
    if request.method == "POST":
        typed = save_typed(session, texts, chosen.shown_language, request.POST, request.user)
        tell(request, typed)
        if typed.refused:
            return show_texts(
                request, mine, session, TextsFilter(request.GET, texts_of(session), languages), typed.forms
            )
        return HttpResponseRedirect(request.get_full_path())
    lines = list_lines(session, texts, chosen.shown_language, **chosen.wish)
    page_obj = Paginator(lines, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    return show_texts(request, mine, session, chosen, [TranslationForm(line) for line in page_obj], page_obj)


def show_texts(
    request: HttpRequest,
    mine: Rights,
    session: Session,
    chosen: TextsFilter,
    forms: list[TranslationForm],
    page_obj: Page | None = None,
) -> HttpResponse:
    """Render the page: a page of a list, or the texts of a post of which some were refused."""
    writes = chosen.shown_language in mine.languages(TRANSLATE)
    frame = {"session": session, "page": "translations", "may": offered(mine) | {"translate": writes}}
    tabs = [tab for tab in list_tabs(chosen.texts) if tab.language in chosen.languages]
    context = {"filter": chosen, "tabs": tabs, "forms": forms, "page_obj": page_obj}
    context["query"] = chosen.query(page_obj.number if page_obj else 1)
    return render(request, "desk/translations.html", frame | context)


def tell(request: HttpRequest, typed: Typed) -> None:
    """Say how many texts were saved, and give back the words of a text that is not there any more."""
    if typed.saved:
        text = ngettext("%(count)d text is saved.", "%(count)d texts are saved.", typed.saved)
        messages.success(request, text % {"count": typed.saved})
    elif not typed.refused and not typed.lost:
        messages.info(request, _("Nothing was written."))
    for words in typed.lost:
        text = _("This was not saved, because the text is not there any more: “%(words)s”")
        messages.warning(request, text % {"words": words})
