"""Commitments and statistics at the desk: taken from an article, reported of, and seen by who may."""

from __future__ import annotations

import pytest

from agreements.models import Commitment
from agreements.tests.acts import make_act, make_commitment
from documents.builders.implementation import gather, html_of

pytestmark = pytest.mark.django_db


def test_a_commitment_is_taken_from_an_article_reported_of_and_counted(session, organiser):
    act = make_act(session)
    text = act.texts.create(language="it", version=1)
    article = text.articles.create(number="3", body="Le Parti istituiscono un gruppo.", position=1)
    base = "/en/desk/25"
    assert "From the article" in organiser.get(f"{base}/acts/{act.pk}/").text
    add = f"{base}/acts/{act.pk}/commitments/add/"
    assert "Le Parti istituiscono un gruppo." in organiser.get(f"{add}?article={article.pk}").text
    assert "in one language at least" in organiser.post(add, {"side": "IT"}).text
    organiser.post(f"{add}?article={article.pk}", {"text_it": "Un gruppo", "side": "IT", "due_on": "2024-01-01"})
    made = Commitment.objects.get()
    assert (made.article, made.text_it) == (article, "Un gruppo")
    page = f"{base}/commitments/{made.pk}/"
    assert "Overdue" in organiser.get(f"{base}/commitments/?state=overdue&q=gruppo").text
    told = {"state": "done", "on": "2024-06-01", "text": "Fatto", "language": "it", "evidence": "example.org/a"}
    assert organiser.post(page, told | {"on": "9999-12-31"}).status_code == 200
    assert organiser.post(page, told).status_code == 302
    assert "https://example.org/a" in organiser.get(page).text
    made.refresh_from_db()
    assert made.state == "done"
    assert organiser.post(f"{page}change/", {"text_it": "Due gruppi", "side": ""}).status_code == 302
    assert organiser.post(f"{page}reminders/", {"remind": "yes"}).status_code == 302
    assert organiser.post(f"{page}remove/").status_code == 302
    assert Commitment.objects.get().text_it == "Due gruppi"
    assert "Acts by session" in organiser.get(f"{base}/statistics/").text
    assert organiser.get(f"{base}/statistics/years.csv").status_code == 200


def test_what_is_confidential_of_another_session_is_not_there(session, organiser):
    hidden = make_commitment(make_act(is_public=False))
    shown = make_commitment(make_act(), text_ru="Группа")
    assert organiser.get(f"/en/desk/25/commitments/{hidden.pk}/").status_code == 404
    assert organiser.get(f"/en/desk/25/commitments/{shown.pk}/").status_code == 200
    html = html_of(gather(session, "it+ru"))
    assert "Istituire un gruppo di lavoro." in html
    assert "Группа" in html
