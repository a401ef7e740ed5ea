"""The draft Protocol at the desk: drawn up, edited, approved by each office; what nobody edited is replaced."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import AuthenticText, FrozenFigures, TextApproval
from agreements.protocol import digest_of, newest_frozen, newest_texts, parts_of, protocol_of
from desk.tests.conftest import PEOPLE, assigned, make_delegate, signed_in
from documents.protocol.drawing import draw_up
from sessions.tests.factories import AssignmentFactory, OfficialFactory

PAGE = "/en/desk/25/protocol/"


@pytest.fixture
def office(session):
    return signed_in(AssignmentFactory(session=session, role="office", side="RU").user)


def part(session, key: str):
    act = protocol_of(session)
    return next(one for one in parts_of(newest_texts(act), newest_frozen(act)) if one.key == key)


def test_from_nothing_to_an_edited_draft(session, delegate, organiser):
    """One walk: drawn up, a part edited, one added, moved, left out and put back, drawn up again."""
    head = OfficialFactory(session=session, role="head_of_delegation", side="IT", name_it="Anna Verdi")
    assert "Draw up the Protocol" in organiser.get(PAGE).content.decode()
    assert "Anna Verdi" in organiser.get(f"{PAGE}draw-up/").content.decode()
    assert not FrozenFigures.objects.exists()  # a GET changes nothing
    assert "its figures are frozen" in organiser.post(f"{PAGE}draw-up/", follow=True).content.decode()

    written = {"heading_it": "Capi", "body_it": "Uno", "heading_ru": "Главы", "body_ru": "Один"}
    seen = part(session, "heads").seen
    saved = organiser.post(f"{PAGE}parts/heads/", written | {"seen": seen})
    assert saved.url == f"{PAGE}#part-heads"
    late = organiser.post(f"{PAGE}parts/heads/", written | {"seen": seen, "body_it": "Due"}).content.decode()
    assert "Somebody changed this part meanwhile" in late
    assert ">\nDue</textarea>" in late  # what was typed is not lost
    bad = organiser.post(f"{PAGE}parts/heads/", written | {"seen": seen, "body_ru": "\x00"})
    assert bad.status_code == 200
    assert bad.context["form"].errors["body_ru"]

    added = organiser.post(f"{PAGE}add/", written | {"after": "figures"})
    assert added.url == f"{PAGE}#part-own-1"
    organiser.post(f"{PAGE}parts/own-1/do/", {"do": "up"})
    organiser.post(f"{PAGE}parts/figures/do/", {"do": "remove", "seen": part(session, "figures").seen})
    text = organiser.get(PAGE).content.decode()
    assert text.index('id="part-own-1"') < text.index('id="part-agreed"')
    assert 'id="part-figures"' not in text
    assert "Put back" in text
    organiser.post(f"{PAGE}parts/figures/do/", {"do": "restore"})
    assert 'id="part-figures"' in organiser.get(PAGE).content.decode()

    head.name_it = "Bruna Neri"
    head.save()
    preview = organiser.get(f"{PAGE}draw-up/").content.decode()
    assert "Kept as it was edited" in preview
    assert "Bruna Neri" in preview
    assert "Replaced" in preview
    organiser.post(f"{PAGE}draw-up/")
    assert part(session, "heads").says["it"].body == "Uno"
    assert "Bruna Neri" in part(session, "closing").says["it"].body
    again = organiser.get(PAGE).content.decode()
    assert "What drawing up again did: 3 parts" in again  # heads kept; annex and closing replaced
    assert "Bruna Neri" in organiser.get(f"{PAGE}parts/heads/").content.decode()  # what the data say, beside the form


def test_an_office_approves_its_own_language_and_an_edit_makes_that_void(session, organiser, office):
    draw_up(session)
    page = office.get(PAGE).content.decode()
    assert "Approve the text: Russian" in page
    assert "Approve the text: Italian" not in page
    assert "Edit" not in page.split('id="text"')[1]
    assert "Capi delle delegazioni" in page
    assert "Главы делегаций" in page
    texts = newest_texts(protocol_of(session))
    post = {"do": "approve", "language": "ru", "seen": digest_of(texts["ru"])}
    office.post(f"{PAGE}approve/", post | {"language": "it", "seen": digest_of(texts["it"])})
    assert not TextApproval.objects.exists()
    assert "The text is approved." in office.post(f"{PAGE}approve/", post, follow=True).content.decode()
    assert TextApproval.objects.get().side == "RU"
    says = part(session, "agreed").says
    values = {f"heading_{code}": wording.heading for code, wording in says.items()}
    values |= {"body_it": says["it"].body, "body_ru": "Иначе", "seen": part(session, "agreed").seen}
    organiser.post(f"{PAGE}parts/agreed/", values)
    assert "Changed since it was approved" in organiser.get(PAGE).content.decode()
    assert "once more" in office.post(f"{PAGE}approve/", post, follow=True).content.decode()
    fresh = post | {"seen": digest_of(newest_texts(protocol_of(session))["ru"])}
    office.post(f"{PAGE}approve/", fresh)
    assert "taken back" in office.post(f"{PAGE}approve/", fresh | {"do": "withdraw"}, follow=True).content.decode()
    assert not TextApproval.objects.exists()


def test_a_text_that_is_ready_to_be_signed_is_only_read(session, organiser):
    draw_up(session)
    AuthenticText.objects.filter(language="it").update(state="final", sha256="0" * 64)
    text = organiser.get(PAGE).content.decode()
    assert "it is only read here" in text
    assert "Draw up again" not in text
    refused = organiser.post(f"{PAGE}draw-up/", follow=True).content.decode()
    assert "does not change" in refused
    assert FrozenFigures.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_3_parts_more(session, django_assert_num_queries, rows):
    draw_up(session)
    client = signed_in(assigned(session, "organiser"))
    for _number in range(rows):
        client.post(f"{PAGE}add/", {"after": "agreed", "body_it": "Uno", "body_ru": "Один"})
        make_delegate(session)
        draw_up(session)
    # Django's session, user, session, may; act, texts, articles, frozen, before; roles, approvals, history, papers
    with django_assert_num_queries(QUERIES):
        assert client.get(PAGE).content.decode().count("Own paragraph") == rows


QUERIES = 13


@pytest.mark.parametrize("key", ["nothing", "own-99", "x" * 400])
def test_a_part_that_is_not_there(session, organiser, key):
    assert organiser.get(f"{PAGE}parts/{key}/").status_code == 404  # nothing is drawn up
    draw_up(session)
    assert organiser.get(f"{PAGE}parts/{key}/").status_code == 404
    assert "not there any more" in organiser.post(f"{PAGE}parts/{key}/do/", {"do": "up"}, follow=True).content.decode()


def test_the_act_s_own_page_leads_to_the_draft(session, organiser):
    act = draw_up(session).agreement
    page = organiser.get(reverse("desk:act", args=["25", act.pk])).content.decode()
    assert 'href="/it/desk/25/protocol/"' in page.split('id="protocol"')[1]


def test_who_only_reads_is_offered_nothing(session):
    draw_up(session)
    page = signed_in(PEOPLE["read only"](session)).get(PAGE).content.decode()
    assert "Draw up again" not in page
    assert "Leave out" not in page
    assert "Approve the text" not in page
