"""The step of the form with the session's own questions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation

from participants.forms.questions import NumberField
from participants.models import Answer, Registration
from participants.tests import filling
from participants.tests.factories import PrivacyNoticeFactory
from participants.tests.questions import ask, choice, name
from sessions.tests.factories import SessionFactory
from taskforce.tests import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    PrivacyNoticeFactory()
    return SessionFactory()


def step(session) -> str:
    return filling.address(session, "questions", "en")


def errors(response) -> dict:
    """Return the errors of the page by the name of the field."""
    each = response.context["each"]
    return {form.add_prefix(name): list(found) for form in each for name, found in form.errors.items()}


def test_a_session_without_questions_has_no_such_step(client, session):
    filling.draft(client, session)
    assert b"register/questions/" not in client.get(filling.address(session, "check", "en")).content
    assert client.get(step(session)).url == filling.address(session, "check", "en")


def test_every_kind_of_answer_is_stored_and_shown_again(client, session):
    draft = filling.draft(client, session)
    anna = draft.delegates.get()
    stand = ask(session, "Do you need a stand?", "choice", "Yes", "No", required=True)
    text, number = ask(session, "What do you show?"), ask(session, "How many brochures?", "number")
    day = ask(session, "When do you arrive?", "date", audience="delegate")
    profile = ask(session, "Company profile", "file")
    page = client.get(step(session)).content.decode()
    assert "Officine Brembo S.r.l." in page
    assert "Anna Bianchi" in page
    assert 'enctype="multipart/form-data"' in page
    yes = choice(stand, "Yes")
    response = client.post(
        step(session),
        {
            name(stand): yes.pk, name(text): "  Torni\r\n e frese ", name(number): "1.500,5",
            name(day, anna): "2026-12-01", name(profile): files.sent(files.pdf(), "Profilo.pdf"),
        },
    )  # fmt: skip
    assert response.url == filling.address(session, "check", "en")
    page = client.get(response.url).content.decode()
    for part in ("Do you need a stand?", "Yes", "1 December 2026", "1500.5", "Profilo.pdf ("):
        assert part in page
    answers = {answer.question: answer for answer in Answer.objects.all()}
    assert answers[stand].choice == yes
    assert answers[text].text == "Torni\ne frese"
    assert answers[number].number == Decimal("1500.5")
    assert (answers[day].date, answers[day].delegate) == (dt.date(2026, 12, 1), anna)
    assert (answers[profile].file_name, len(answers[profile].sha256)) == ("Profilo.pdf", 64)
    again = client.get(step(session)).content.decode()
    for part in ("1500.5", 'value="2026-12-01"', "Torni\ne frese", "We have Profilo.pdf (", "Remove Profilo.pdf"):
        assert part in again


def test_required_questions_hold_up_the_sending(client, session):
    draft = filling.draft(client, session)
    asked = ask(session, "What do you show?", required=True)
    assert client.get(filling.address(session, "check", "en")).url == step(session)
    response = client.post(step(session), {name(asked): " "})
    assert errors(response) == {name(asked): ["Please answer this question."]}
    client.post(step(session), {name(asked): "Torni"})
    sent = client.post(filling.address(session, "check", "en"), {"notice": "test-1", "privacy": "on"})
    assert sent.url == filling.address(session, "sent", "en")
    assert Registration.objects.get(pk=draft.pk).state == "submitted"


def test_a_condition_is_kept_by_the_server_without_any_script(client, session):
    draft = filling.draft(client, session)
    anna = draft.delegates.get()
    stand = ask(session, "Do you need a stand?", "choice", "Yes", "No", required=True)
    yes, no = choice(stand, "Yes"), choice(stand, "No")
    what = ask(session, "Which equipment?", "choice", "Table", "Screen", required=True, shown_if=yes)
    size = ask(session, "How large a screen?", "number", required=True, shown_if=choice(what, "Screen"))
    who = ask(session, "Will you be at the stand?", required=True, shown_if=yes, audience="delegate")
    page = client.get(step(session)).content.decode()
    assert "Answer this only if you answered “Yes” to “Do you need a stand?” above." in page
    assert f'data-depends-on="{name(stand)}" data-value="{yes.pk}"' in page

    response = client.post(step(session), {name(stand): yes.pk, name(size): "12"})
    assert errors(response) == {
        name(what): ["Please answer this question."],
        name(who, anna): ["Please answer this question."],
    }
    screen = choice(what, "Screen")
    filled = {name(stand): yes.pk, name(what): screen.pk, name(size): "55", name(who, anna): "Yes"}
    assert client.post(step(session), filled).status_code == 302
    assert Answer.objects.count() == 4
    # The answer above is changed: what depended on it is not asked, not even where it is wrong, and is taken away.
    assert client.post(step(session), filled | {name(stand): no.pk, name(size): "many"}).status_code == 302
    assert [answer.question for answer in Answer.objects.all()] == [stand]


def test_a_file_is_kept_while_something_else_is_corrected(client, session):
    filling.draft(client, session)
    stand = ask(session, "Do you need a stand?", "choice", "Yes", "No")
    plan = ask(session, "Plan of the stand", "file", required=True, shown_if=choice(stand, "Yes"))
    number = ask(session, "How many brochures?", "number")
    fields = {name(stand): choice(stand, "Yes").pk, name(number): "many"}
    response = client.post(step(session), fields | {name(plan): files.sent(files.png(), "plan.png")})
    page = response.content.decode()
    assert errors(response) == {name(number): ["Enter a number."]}
    assert "We have plan.png (" in page
    assert "you need not choose the files again" in page
    assert 'value="many"' in page
    assert client.post(step(session), fields | {name(number): "3"}).status_code == 302
    answer = Answer.objects.get(question=plan)
    assert default_storage.exists(answer.file.name)


def test_a_refused_file_leaves_nothing_and_says_why(client, session, django_capture_on_commit_callbacks):
    filling.draft(client, session)
    one, two = ask(session, "Profile", "file"), ask(session, "Plan", "file")
    before = kept_files()
    bad = files.sent(b"<svg onload='alert(1)'/>", "profile.pdf")
    response = client.post(step(session), {name(one): bad})
    assert errors(response) == {name(one): ["Please send a PDF, PNG or JPEG file: this is none."]}
    assert kept_files() == before
    assert not Answer.objects.exists()
    # Beside one that is right, which is kept, the reason is still told.
    bad.seek(0)
    response = client.post(step(session), {name(one): bad, name(two): files.sent(files.pdf())})
    assert errors(response) == {name(one): ["Please send a PDF, PNG or JPEG file: this is none."]}
    assert [answer.question for answer in Answer.objects.all()] == [two]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(step(session), {f"{name(two)}_remove": "on"}).status_code == 302
    assert kept_files() == before
    assert not Answer.objects.exists()


def test_after_the_deadline_nothing_is_stored(client, session):
    filling.draft(client, session)
    profile = ask(session, "Profile", "file")
    session.closes_at = timezone.now() - dt.timedelta(seconds=1)
    session.save()
    before = kept_files()
    response = client.post(step(session), {name(profile): files.sent(files.pdf())})
    assert response.status_code == 403
    assert b"Registration is not open at this moment." in response.content
    assert kept_files() == before
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "value", ["1" + "0" * 30, "9223372036854775808", "-1", "x", "\0", "1 or 1=1", "NaN", "1e999999999"]
)
def test_bad_values_are_refused_beside_their_fields(client, session, value):
    draft = filling.draft(client, session)
    anna = draft.delegates.get()
    asked = [
        ask(session, "Stand?", "choice", "Yes", "No"),
        ask(session, "Country?", "choice", *"ABCDEFGHIJ"),
        ask(session, "Brochures?", "number"),
        ask(session, "Arrival?", "date"),
    ]
    response = client.post(step(session), {name(one): value for one in asked} | {f"d{anna.pk}0-q1": value})
    assert {name(asked[0]), name(asked[1]), name(asked[3])} <= errors(response).keys()
    assert not Answer.objects.exists()


def test_a_hint_is_text_and_not_html(client, session):
    filling.draft(client, session)
    yes = choice(ask(session, "<b>Stand</b>?", "choice", "<i>Yes</i>"), "<i>Yes</i>")
    ask(session, "Which?", hint_it="<script>alert(1)</script>", hint_en="<script>alert(1)</script>", shown_if=yes)
    page = client.get(step(session)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<i>Yes" not in page
    assert "<b>Stand" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("it", "1.500", "1500"), ("it", "1.500,25", "1500.25"), ("it", "2,5", "2.5"), ("it", "2.5", "2.5"),
        ("ru", "1 500,5", "1500.5"), ("ru", "1\u00a0500", "1500"), ("ru", "1.5", "1.5"), ("ru", "-3", "-3"),
        ("en", "1,500", "1500"), ("en", "1,500.5", "1500.5"), ("en", "2,5", "2.5"),
    ],
)  # fmt: skip
def test_numbers_are_understood_as_people_write_them(language, typed, number):
    with translation.override(language):
        assert NumberField(max_digits=15, decimal_places=3).clean(typed) == Decimal(number)


def kept_files() -> set[str]:
    """Return the names of all files of answers that are stored."""
    try:
        years = default_storage.listdir("answers")[0]
    except FileNotFoundError:
        return set()
    return {f"{year}/{one}" for year in years for one in default_storage.listdir(f"answers/{year}")[1]}
