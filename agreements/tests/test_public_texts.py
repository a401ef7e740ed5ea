"""The texts of an act in the public register: the signed ones alone, and none where they are not public."""

from __future__ import annotations

import pytest

from agreements.comparing.articles import take_apart
from agreements.models import Agreement, AuthenticText
from agreements.services import texts
from agreements.tests.test_register import act
from agreements.tests.test_texts import ITALIAN, RUSSIAN

pytestmark = pytest.mark.django_db


def test_signed_texts_are_shown_article_by_article_and_nothing_that_is_not_public(client):
    found = act()
    signed = texts.make_final(texts.add_text(found, "it", take_apart(ITALIAN)))
    texts.add_text(found, "ru", take_apart(RUSSIAN))
    page = f"/en/agreements/{found.pk}/"
    assert "Costa 5.000 euro." not in client.get(page).text
    texts.sign_text(signed)
    shown = client.get(page).text
    assert all(words in shown for words in ("Articolo 1", "Costa 5.000 euro.", signed.sha256))
    assert "Стоит" not in shown
    assert client.get(f"{page}texts/{signed.pk}/file/").status_code == 404  # it came without a file
    Agreement.objects.update(texts_public=False)
    assert "Costa 5.000 euro." not in client.get(page).text
    assert AuthenticText.objects.count() == 2
