"""Step 2: naming delegates, with buttons that add and take away and save nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from participants.models import Delegate, TableSeat
from participants.tests.filling import ANNA, IVAN, RUSSIAN, address, delegates, draft
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def post(client, session, *people, **extra):
    return client.post(address(session, "delegates", "en"), delegates(*people, **extra))


def names() -> list[str]:
    return [str(delegate) for delegate in Delegate.objects.order_by("position")]


def test_delegates_are_saved_in_order_in_either_alphabet(client, session):
    registration = draft(client, session)
    response = post(client, session, ANNA | {"phone": "035 123456"}, IVAN)
    assert response.url == address(session, "choices", "en")
    first, second = registration.delegates.order_by("position")
    assert (first.given_latin, first.family_latin, first.phone) == ("Anna", "Bianchi", "+39035123456")
    assert (second.given_cyrillic, second.family_cyrillic, second.name_key) == ("Иван", "Щукин", "иван щукин")
    assert {first.session, second.session} == {session}
    assert {first.side, second.side} == {"IT"}


NEEDS = {
    "speaks": ["it", "zh"], "language": "ru", "needs_interpreter": "on", "dietary_needs": "Halal",
    "access_needs": "A seat near the door",
}  # fmt: skip


def test_what_a_person_speaks_and_needs_is_saved_and_shown_again(client, session):
    registration = draft(client, session)
    post(client, session, ANNA | NEEDS, IVAN)
    first, second = registration.delegates.order_by("position")
    assert (first.speaks, first.language, first.needs_interpreter) == (["it", "zh"], "ru", True)
    assert (first.dietary_needs, first.access_needs) == ("Halal", "A seat near the door")
    assert (second.speaks, second.language, second.needs_interpreter, second.dietary_needs) == ([], "", False, "")
    form = client.get(address(session, "delegates", "en")).context["formset"].forms[0]
    assert {name: form[name].value() for name in NEEDS} == NEEDS | {"needs_interpreter": True}
    summary = client.get(address(session, "check", "en")).text
    for words in ("Italian, Chinese", "Halal", "A seat near the door", "wished"):
        assert words in summary


def test_adding_a_delegate_keeps_what_was_ticked(client, session):
    draft(client, session)
    first = post(client, session, ANNA | NEEDS, add="1").context["formset"].forms[0]
    assert {name: first[name].value() for name in NEEDS} == NEEDS


def test_the_add_button_gives_an_empty_delegate_keeps_what_is_typed_and_saves_nothing(client, session):
    draft(client, session)
    response = post(client, session, {"given_latin": "Half typed"}, add="1")
    page = response.content.decode()
    assert 'value="Half typed"' in page
    assert "Delegate 2" in page
    assert "Delegate 3" not in page
    assert "Please correct" not in page
    assert names() == ["Anna Bianchi"]


def test_the_remove_button_takes_one_away_and_saving_deletes_it(client, session):
    draft(client, session, ANNA, IVAN)
    first, second = Delegate.objects.order_by("position")
    rows = (ANNA | {"pk": first.pk}, IVAN | {"pk": second.pk})
    page = post(client, session, *rows, remove="0").content.decode()
    assert "Щукин" in page
    assert "Bianchi" not in page
    assert Delegate.objects.count() == 2
    post(client, session, rows[1])
    assert list(Delegate.objects.values_list("pk", "position")) == [(second.pk, 0)]


def test_a_delegate_who_moves_up_keeps_the_tables_chosen(client, session):
    draft(client, session, ANNA, IVAN)
    second = Delegate.objects.get(position=1)
    TableSeat.objects.create(delegate=second, table=ThematicTableFactory(session=session))
    post(client, session, IVAN | {"pk": second.pk})
    assert TableSeat.objects.get().delegate == second


def test_the_row_of_another_draft_cannot_be_taken_over(client, session):
    theirs = draft(client, session).delegates.get()
    client.cookies.clear()
    mine = draft(client, session)
    post(client, session, IVAN | {"pk": theirs.pk})
    theirs.refresh_from_db()
    assert (theirs.given_latin, theirs.given_cyrillic) == ("Anna", "")
    assert mine.delegates.get().given_cyrillic == "Иван"


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([{}], "This field is required."),
        ([{"qualification": "Direttrice"}], "Write the name in one alphabet at least."),
        ([ANNA | {"family_latin": ""}], "Write the given name and the family name in the same alphabet."),
        ([ANNA | {"given_latin": "Аnna"}], "Write this in Latin letters"),
        ([IVAN | {"given_cyrillic": "Ivan"}], "Write this in Cyrillic letters"),
        ([ANNA | {"phone": "12"}], "Write it like this: +39 035 123456"),
        ([ANNA, ANNA | {"given_latin": "ANNA "}], "This person is already named above."),
        ([ANNA | {"given_latin": "x" * 81}], "at most 80 characters"),
        ([ANNA | {"pk": 10**30}], "less than or equal to"),
        ([ANNA | {"speaks": ["it", "klingon"]}], "klingon is not one of the available choices."),
        ([ANNA | {"language": "de"}], "de is not one of the available choices."),
        ([ANNA | {"dietary_needs": "x" * 201}], "at most 200 characters"),
        ([ANNA | {"access_needs": "x" * 301}], "at most 300 characters"),
        ([ANNA | {"email": "anna@"}], "Write one e-mail address, such as name@example.com."),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client, session, people, message):
    draft(client, session)
    response = post(client, session, *people)
    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert "Please correct what is marked below" in page
    assert names() == ["Anna Bianchi"]


def test_two_who_share_a_name_but_not_an_address_are_two(client, session):
    draft(client, session)
    assert post(client, session, ANNA, ANNA | {"email": "other@example.com"}).status_code == 302
    assert len(names()) == 2


def test_ten_at_most(client, session):
    draft(client, session)
    people = [ANNA | {"email": f"a{n}@example.com"} for n in range(11)]
    assert post(client, session, *people[:10]).status_code == 302
    assert "at most 10" in post(client, session, *people).content.decode()
    page = post(client, session, *people[:10], add="1").content.decode()
    assert "Delegate 11" not in page
    assert 'name="add"' not in page


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 5000, str(10**30), "٣"])
def test_a_forged_count_is_no_fault_of_the_server(client, session, total):
    draft(client, session)
    for extra in ({}, {"add": "1"}, {"remove": "9" * 5000}, {"remove": "x"}):
        response = post(client, session, ANNA, **{"delegates-TOTAL_FORMS": total}, **extra)
        assert response.status_code in (200, 302)
    assert names() == ["Anna Bianchi"]


def test_the_names_asked_first_are_those_of_the_delegation(client, session):
    draft(client, session, IVAN, **RUSSIAN)
    page = client.get(address(session, "delegates", "en")).content.decode()
    assert page.index("Given name in Cyrillic letters") < page.index("Given name in Latin letters")
    assert "+7 495 123-45-67" in page


def test_after_the_deadline_nothing_typed_is_lost(client, session):
    draft(client, session)
    session.closes_at = timezone.now() - dt.timedelta(seconds=1)
    session.save()
    response = post(client, session, ANNA | {"given_latin": "Marianna"})
    assert response.status_code == 403
    assert 'value="Marianna"' in response.content.decode()
    assert names() == ["Anna Bianchi"]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, session, rows, django_assert_num_queries):
    draft(client, session, *[ANNA | {"email": f"a{n}@example.com"} for n in range(rows)])
    with django_assert_num_queries(4):
        client.get(address(session, "delegates"))
