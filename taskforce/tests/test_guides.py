"""The guides behind the help link: the same in each language, whole, and nothing in them leads nowhere."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from django.utils.html import escape
from django.utils.translation import override

from taskforce import guides

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EACH = [(name, code) for name in guides.AUDIENCES for code in LANGUAGES]
SIZE = 150_000  # bytes of a picture
PICTURES = 14  # in each language


def words(name: str, language: str) -> str:
    return guides.guide_path(name, language).read_text(encoding="utf-8")


def shape(name: str, language: str) -> list[str]:
    """What stands in a guide, without its words: headings by rank, tables, lists' items, pictures."""
    found = re.findall(r"^(#+ |\|---|- |\d+\. |\| |!\[)", words(name, language), re.MULTILINE)
    return [one.strip() for one in found]


@pytest.mark.parametrize("name", guides.AUDIENCES)
def test_a_guide_is_the_same_in_every_language(name):
    for language in LANGUAGES:
        assert guides.read_guide(name, language).language == language
        assert shape(name, language) == shape(name, "en"), f"docs/{language}: a heading, row or picture is missing"
        assert not re.search(r"</|<[a-z]", words(name, language))  # it would be shown as letters


@pytest.mark.parametrize(("name", "language"), [*EACH, ("roles", "en"), ("session-file", "en")])
def test_a_guide_as_a_page(client, db, name, language):
    response = client.get(f"/{language}/help/{name}/")
    page = response.content.decode()
    shown = guides.read_guide(name, language)
    assert response.status_code == 200
    assert f"<h1>{escape(shown.title)}</h1>" in page
    assert page.count("<h1") == 1
    assert " style=" not in page  # the content security policy would refuse it
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    titles = [title for _section, title in shown.sections]
    assert len(titles) == len(set(titles)), "two sections of one name"
    assert [section for section, _title in shown.sections] == guides.sections_of(name)
    assert all(f'<li><a href="#{section}">' in page for section in guides.sections_of(name))
    assert wrong_links(shown.body) == []


def wrong_links(body: str) -> list[str]:
    """The links of a guide that lead nowhere: to a file, to an address that is none, to a section that is none."""
    wrong = []
    for link in re.findall(r'href="([^"]+)"', body):
        path, _hash, section = link.partition("#")
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
        else:
            found = leads_to_a_guide(path) and (not section or section in guides.sections_of(path.split("/")[3]))
        if not found:
            wrong.append(link)
    return wrong


def leads_to_a_guide(path: str) -> bool:
    with override(path[1:3]):
        try:
            return resolve(path).url_name == "guide"
        except Resolver404:
            return False


def test_a_wrong_link_would_be_found():
    assert wrong_links('<a href="operations.md"><a href="/it/help/staff/#nothing"><a href="/static/help/no.png">') == [
        "operations.md",
        "/it/help/staff/#nothing",
        "/static/help/no.png",
    ]


def test_html_in_a_guide_is_shown_as_letters(tmp_path, monkeypatch):
    text = "# Title\n\n## One\n\n<script>alert(1)</script>\n\n[here](javascript:alert(1))\n\n| a |\n|--:|\n| 1 |\n"
    (tmp_path / "guide-staff.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(guides, "FOLDER", tmp_path)
    shown = guides.read_guide("staff", "it")
    assert (shown.language, shown.title, shown.sections) == ("en", "Title", (("one", "One"),))
    assert "<script" not in shown.body
    assert "href" not in shown.body
    assert "style" not in shown.body


def test_a_guide_without_a_translation_says_so(client, db):
    page = client.get("/it/help/roles/").content.decode()
    assert '<h1 lang="en">' in page  # read aloud as English
    assert 'class="alert alert-info"' in page
    assert 'class="alert alert-info"' not in client.get("/en/help/roles/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures(language):
    """Each is there, small, says in words what it shows, and is of the page in the guide's language."""
    named = [found for name in guides.AUDIENCES for found in re.findall(r"!\[(.*?)\]\((.*?)\)", words(name, language))]
    assert 0 < len(named) <= PICTURES
    for alt, link in named:
        path = (guides.guide_path("staff", language).parent / link).resolve()
        assert path.parent == guides.PICTURES
        assert path.stem.endswith(f"-{language}")
        assert path.stat().st_size < SIZE
        assert len(alt) > 20
    shown = {link.rpartition("/")[2] for _alt, link in named}
    assert shown == {path.name for path in guides.PICTURES.glob(f"*-{language}.png")}  # none lies about


# --- The link


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/en/sessions/", "/en/help/companies/"),
        ("/ru/my/ask/", "/ru/help/companies/#afterwards"),
        ("/it/nowhere/", "/it/help/companies/"),
    ],
)
def test_the_help_of_a_public_page(client, db, path, address):
    assert f'class="portal-help" href="{address}"' in client.get(path).content.decode()


def test_every_section_named_for_the_administration_is_there():
    assert set(guides.ADMIN_SECTIONS.values()) <= set(guides.sections_of("staff"))
    assert guides.admin_section("accounts.savedfilter") == ""


def test_the_home_of_the_help(client, db):
    page = client.get("/en/help/").content.decode()
    assert all(f'href="/en/help/{name}/"' in page for name in guides.FILES)
    assert client.get("/en/help/nothing/").status_code == 404
    assert client.post("/en/help/").status_code == 405
