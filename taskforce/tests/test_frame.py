"""The frame of every page, and the pages for when something is wrong."""

import pytest
from django.template import loader
from django.test import Client, RequestFactory
from django.utils import translation

from taskforce.context import portal


@pytest.mark.parametrize(
    ("language", "own_name", "other"),
    [("it", "Italiano", "/ru/nowhere/"), ("ru", "Русский", "/en/nowhere/"), ("en", "English", "/it/nowhere/")],
)
def test_a_missing_page_stands_in_the_frame_of_its_language(client, db, language, own_name, other):
    response = client.get(f"/{language}/nowhere/?q=typed")
    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in page
    assert f'lang="{language}" aria-current="true">{own_name}</a>' in page
    assert f'href="{other}"' in page
    assert "typed" not in page


def test_the_frame_asks_neither_the_database_nor_the_session(rf, django_assert_num_queries, db):
    request = rf.get("/it/sessions/")
    with translation.override("it"), django_assert_num_queries(0):
        page = loader.render_to_string("base.html", portal(request) | {"request": request})
    assert 'href="/it/desk/"' in page
    assert "csrf" not in page


def test_the_page_for_a_fault_needs_no_context():
    for name in ("400.html", "500.html"):
        with translation.override("en"):
            page = loader.get_template(name).render()
        assert '<main id="content"' in page
        assert 'href="/"' in page


def test_a_form_without_its_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/en/accounts/sign-in/", {})
    assert response.status_code == 403
    assert "The form could not be accepted" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "russian"),
    [
        ("/it/sessions/25/", "/ru/sessions/25/"),
        ("/it/", "/ru/"),
        ("/admin/login/", "/ru/"),
        ("/it/a b/è/", "/ru/a%20b/%C3%A8/"),
    ],
)
def test_the_same_page_in_another_language(path, russian):
    request = RequestFactory().get("/")
    request.path = path
    with translation.override("it"):
        addresses = {code: url for code, _name, url in portal(request)["portal"]["languages"]}
    assert addresses["ru"] == russian


def test_the_name_of_the_portal_leads_somewhere(client, db):
    response = client.get("/ru/")
    assert response.status_code in (200, 302)
    assert response.status_code == 200 or response["Location"] == "sessions/"
