"""Questions of a session as staff write them, copy them, and read what was answered."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from accounts.tests.factories import StaffFactory, UserFactory
from participants import services
from participants.models import Answer, Question
from participants.tests.factories import DelegateFactory, RegistrationFactory
from participants.tests.questions import ask, choice
from sessions.tests.factories import SessionFactory
from taskforce import uploads
from taskforce.errors import DomainError
from taskforce.tests import files

pytestmark = pytest.mark.django_db
LIST, ADD, COPY = (f"/admin/participants/question/{page}" for page in ("", "add/", "copy/"))


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def typed(session, *choices: str, **changes) -> dict:
    fields = {
        "session": session.pk, "label_it": "Serve uno stand?", "label_ru": "Нужен ли стенд?",
        "audience": "organisation", "moment": "before", "kind": "choice", "position": "0",
        "choices-TOTAL_FORMS": str(len(choices)), "choices-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, label in enumerate(choices):
        fields |= {f"choices-{number}-label_it": label, f"choices-{number}-position": str(number)}
    return fields | changes


def test_staff_write_a_question_in_three_languages(client, staff, session):
    response = client.post(ADD, typed(session, "Sì", "No", label_en="Do you need a stand?", required="on"))
    assert response.status_code == 302
    question = Question.objects.get()
    assert (question.label_it, question.label_ru, question.label_en) == (
        "Serve uno stand?", "Нужен ли стенд?", "Do you need a stand?",
    )  # fmt: skip
    assert [one.label_it for one in question.choices.all()] == ["Sì", "No"]
    assert "Do you need a stand?" in client.get(LIST).text


def test_a_choice_needs_answers_and_only_a_choice_has_them(client, staff, session):
    assert "A choice needs at least two possible answers." in client.post(ADD, typed(session, "Sì")).text
    assert "Possible answers belong to a choice only." in client.post(ADD, typed(session, "Sì", "No", kind="text")).text
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("parent", "child", "reason"),
    [
        ({"position": 5}, {}, "The other question comes later: give it a lower position."),
        (
            {"audience": "delegate"},
            {},
            "The other question is asked of each delegate, and this one of the organisation.",
        ),
        ({"moment": "after"}, {}, "The other question is asked after confirmation, and this one before."),
        ({"session": None}, {}, "The other question belongs to another session."),
        ({}, {}, ""),
        ({"audience": "delegate"}, {"audience": "delegate"}, ""),
        ({}, {"audience": "delegate", "moment": "after"}, ""),
    ],
)
def test_a_condition_is_known_before_the_question_is_asked(client, staff, session, parent, child, reason):
    where = SessionFactory() if "session" in parent else session
    asked = ask(where, "Stand?", "choice", "Yes", "No", **{key: v for key, v in parent.items() if key != "session"})
    fields = typed(session, kind="text", position="1", shown_if=choice(asked, "Yes").pk, **child)
    response = client.post(ADD, fields)
    if reason:
        assert response.context["adminform"].form.errors["shown_if"] == [reason]
    else:
        assert response.status_code == 302
        assert Question.objects.get(kind="text").shown_if.question == asked


def test_what_a_condition_leads_from_stays_before_it(session):
    asked = ask(session, "Stand?", "choice", "Yes", "No")
    ask(session, "Which?", shown_if=choice(asked, "Yes"))
    for change in ({"position": 9}, {"kind": "text"}, {"moment": "after"}, {"audience": "delegate"}):
        changed = Question.objects.get(pk=asked.pk)
        for name, value in change.items():
            setattr(changed, name, value)
        with override("en"), pytest.raises(ValidationError, match="The question “Which\\?” depends on this one: "):
            changed.full_clean()
    asked.full_clean()


def test_a_question_with_answers_is_reworded_but_not_turned_round(client, staff, session):
    asked = ask(session, "Stand?", "choice", "Yes", "No")
    registration = RegistrationFactory(session=session)
    services.save_answers(registration, {(asked.pk, None): choice(asked, "Yes").pk})
    page = f"/admin/participants/question/{asked.pk}/"
    fields = typed(session, label_it="Vi serve uno stand?", audience="delegate", kind="text")
    for number, one in enumerate(asked.choices.all()):
        fields |= {
            f"choices-{number}-id": one.pk, f"choices-{number}-label_it": one.label_it,
            f"choices-{number}-position": number,
        }  # fmt: skip
    fields |= {"choices-TOTAL_FORMS": "2", "choices-INITIAL_FORMS": "2"}
    assert client.post(f"{page}change/", fields).status_code == 302
    asked.refresh_from_db()
    assert (asked.label_it, asked.audience, asked.kind) == ("Vi serve uno stand?", "organisation", "choice")
    assert client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": asked.pk, "post": "yes"})
    # A possible answer that was given is not taken away either.
    client.post(f"{page}change/", fields | {"choices-0-DELETE": "on"})
    assert Question.objects.filter(pk=asked.pk).exists()
    assert choice(asked, "Yes").answers.count() == 1


def test_questions_are_copied_with_their_conditions_and_once_only(client, staff, session):
    stand = ask(session, "Stand?", "choice", "Yes", "No", required=True)
    what = ask(session, "Which?", "choice", "Table", "Screen", shown_if=choice(stand, "Yes"))
    ask(session, "Size?", "number", shown_if=choice(what, "Screen"), hint_it="In pollici", audience="delegate")
    target = SessionFactory()
    ask(target, "Hotel?", position=3)
    fields = {"source": session.pk, "target": target.pk}
    page = client.post(COPY, fields, follow=True)
    assert "3 questions copied." in page.text
    copies = list(target.questions.all())
    assert [one.label for one in copies] == ["Hotel?", "Stand?", "Which?", "Size?"]
    assert copies[1].required
    assert copies[2].shown_if == choice(copies[1], "Yes")
    assert copies[3].shown_if == choice(copies[2], "Screen")
    assert (copies[3].hint_it, copies[3].audience, copies[3].kind) == ("In pollici", "delegate", "number")
    for one in copies:
        one.full_clean()
    page = client.post(COPY, fields, follow=True)
    assert "0 questions copied." in page.text
    assert "3 questions are there already, word for word." in page.text
    assert target.questions.count() == 4
    page = client.post(COPY, {"source": session.pk, "target": session.pk})
    assert "Choose another session: these are its own questions." in page.text
    for wrong in ("", "x", str(10**30), "\0"):
        assert client.post(COPY, {"source": wrong, "target": wrong}).status_code == 200


def test_copying_does_nothing_on_get_and_needs_the_right(client, staff, session):
    ask(session, "Stand?")
    target = SessionFactory()
    assert client.get(COPY, {"source": session.pk, "target": target.pk}).status_code == 200
    assert not target.questions.exists()
    looker = UserFactory(is_staff=True, language="en")
    looker.user_permissions.add(Permission.objects.get(codename="view_question"))
    client.force_login(looker)
    assert client.post(COPY, {"source": session.pk, "target": target.pk}).status_code == 403
    with pytest.raises(DomainError):
        services.copy_questions(session, session)


def test_answers_stand_on_the_page_of_their_registration(client, staff, session):
    registration = RegistrationFactory(session=session, state="confirmed")
    anna = DelegateFactory(registration=registration, place="confirmed", given_latin="Anna", family_latin="Neri")
    stand, profile = ask(session, "Stand?", "choice", "Yes", "No"), ask(session, "Profile", "file")
    day = ask(session, "Arrival?", "date", audience="delegate")
    upload = uploads.checked(files.sent(files.pdf(), "<Profilo>.pdf"))
    services.save_answers(
        registration,
        {(stand.pk, None): choice(stand, "Yes").pk, (profile.pk, None): upload, (day.pk, anna.pk): "2026-12-01"},
    )
    page = client.get(f"/admin/participants/registration/{registration.pk}/change/").text
    answer = Answer.objects.get(question=profile)
    address = f"/admin/participants/question/answers/{answer.pk}/"
    for part in ("Stand?", "Yes", "Anna Neri", "1 December 2026", address, "Profilo.pdf"):
        assert part in page
    response = client.get(address)
    assert response.content == upload.content
    assert response.headers["Content-Disposition"] == 'attachment; filename="Profilo.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    looker = UserFactory(is_staff=True, language="en")
    looker.user_permissions.add(Permission.objects.get(codename="view_question"))
    client.force_login(looker)
    assert client.get(address).status_code == 403
    assert Client().get(address).status_code == 302
