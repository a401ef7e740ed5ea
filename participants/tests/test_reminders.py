"""Reminders: who gets one, in which language, and each recipient exactly once whoever sends them and how often."""

import datetime as dt
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import Error, connection
from django.utils import timezone, translation
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import emails, services, tasks
from participants.models import MailLog, Reminder
from participants.services import reminders
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

LIST = "/admin/participants/reminder/"
LANGUAGES = ("it", "ru", "en")


@pytest.fixture
def session():
    return SessionFactory()


def remind(session, audience: str, *, minutes: int = -1, **texts) -> Reminder:
    written = {f"subject_{language}": f"Subject {language}" for language in LANGUAGES}
    written |= {f"body_{language}": f"Body {language} {{session}}\n\n{{link}}" for language in LANGUAGES}
    moment = timezone.now() + dt.timedelta(minutes=minutes)
    return Reminder.objects.create(session=session, audience=audience, send_at=moment, **(written | texts))


def people(session) -> dict[str, str]:
    """One registration in each state with one delegate, and what is the address of each of them."""
    found = {}
    for state, place in (("submitted", "requested"), ("confirmed", "confirmed"), ("wait_listed", "waiting")):
        registration = RegistrationFactory(session=session, state=state, language="ru")
        number = 5 if place == "waiting" else None
        delegate = DelegateFactory(registration=registration, place=place, queue_number=number, language="en")
        found |= {state: registration.contact_email, f"delegate {state}": delegate.email}
    RegistrationFactory(session=session, state="cancelled")
    other = RegistrationFactory(state="confirmed")  # another session
    DelegateFactory(registration=other, place="confirmed")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("contacts_confirmed", ["confirmed"]),
        ("contacts_waiting", ["wait_listed"]),
        ("contacts_unverified", ["submitted"]),
        ("delegates_confirmed", ["delegate confirmed"]),
        ("delegates_unread", ["delegate confirmed"]),
    ],
)
def test_each_audience(session, audience, names):
    found = people(session)
    reminder = remind(session, audience)
    assert services.count_recipients(reminder) == len(names)
    assert services.send_due_reminders() == len(names)
    assert [row.to[0] for row in Email.objects.order_by("pk")] == [found[name] for name in names]
    row = Email.objects.get()
    language = "en" if audience.startswith("delegates") else "ru"
    assert row.subject == f"Subject {language}"
    assert row.message.startswith(f"Body {language} ")
    page = "my/verify" if audience == "contacts_unverified" else "my/link"
    assert f"http://127.0.0.1:8000/{language}/{page}/" in row.message
    reminder.refresh_from_db()
    assert reminder.sent_at is not None


@pytest.mark.django_db
def test_who_has_read_the_conditions_or_has_no_address_is_not_reminded(session):
    registration = RegistrationFactory(session=session, state="confirmed")
    DelegateFactory(registration=registration, place="confirmed", conditions_read_at=timezone.now())
    DelegateFactory(registration=registration, place="confirmed", email="")
    remind(session, "delegates_unread")
    assert services.send_due_reminders() == 0


@pytest.mark.django_db
def test_not_before_its_moment_and_never_twice(session):
    people(session)
    later = remind(session, "contacts_confirmed", minutes=10)
    assert services.send_due_reminders() == 0
    assert services.send_due_reminders(timezone.now() + dt.timedelta(minutes=11)) == 1
    RegistrationFactory(session=session, state="confirmed")  # came after it had gone out
    tasks.send_reminders()
    assert services.send_due_reminders(timezone.now() + dt.timedelta(minutes=12)) == 0
    assert MailLog.objects.filter(reminder=later).count() == 1


@pytest.mark.django_db
def test_an_address_nobody_verified_gets_nothing_that_was_typed(session):
    RegistrationFactory(session=session, state="submitted", contact_name="Buy now", organisation__name_latin="Visit us")
    body = {"body_it": "{contact} {organisation} {delegates}\n\n{facts}\n\n{link}"}
    remind(session, "contacts_unverified", **body)
    services.send_due_reminders()
    row = Email.objects.get()
    for part in (row.subject, row.message, row.html_message):
        assert "Buy now" not in part
        assert "Visit us" not in part


@pytest.mark.django_db
def test_a_fault_in_the_middle_loses_nobody_and_doubles_nobody(session, monkeypatch):
    RegistrationFactory.create_batch(5, session=session, state="confirmed")
    reminder = remind(session, "contacts_confirmed")
    monkeypatch.setattr(reminders, "CHUNK", 2)
    send, calls = emails.send_reminder, []

    def fail_at_the_fourth(*args):
        calls.append(args)
        if len(calls) == 4:
            raise RuntimeError("worker killed")
        send(*args)

    with monkeypatch.context() as patch:
        patch.setattr(emails, "send_reminder", fail_at_the_fourth)
        with pytest.raises(RuntimeError):
            services.send_due_reminders()
    assert MailLog.objects.count() == 2
    assert services.send_due_reminders() == 3
    assert sorted(Counter(row.to[0] for row in Email.objects.all()).values()) == [1] * 5
    reminder.refresh_from_db()
    assert reminder.sent_at


# --- Two workers at once; the control is the same without the lock and the look at who has it


def two_workers() -> list[str]:
    start = threading.Barrier(4)

    def work(_number) -> str:
        try:
            start.wait(timeout=30)
            services.send_due_reminders()
            return "done"
        except Error as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(work, range(4)))


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_mail_once(session, monkeypatch):
    monkeypatch.setattr(reminders, "CHUNK", 3)
    registrations = RegistrationFactory.create_batch(12, session=session, state="confirmed")
    remind(session, "contacts_confirmed")
    assert two_workers() == ["done"] * 4
    assert Counter(row.to[0] for row in Email.objects.all()) == {one.contact_email: 1 for one in registrations}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_look_at_who_had_it_the_database_refuses_the_second(session, monkeypatch):
    registrations = RegistrationFactory.create_batch(3, session=session, state="confirmed")
    remind(session, "contacts_confirmed")
    monkeypatch.setattr(reminders, "_next", lambda reminder: list(registrations))
    outcomes = two_workers()
    assert "IntegrityError" in outcomes
    assert set(Counter(row.to[0] for row in Email.objects.all()).values()) == {1}


# --- In the administration


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def typed(session, **changes) -> dict:
    moment = timezone.now() + dt.timedelta(days=2)
    data = {"session": session.pk, "audience": "contacts_confirmed", "send_at_0": moment.strftime("%Y-%m-%d")}
    data["send_at_1"] = "10:00"
    for language in LANGUAGES:
        data |= {f"subject_{language}": "Reminder: {session}", f"body_{language}": "Dear {contact}"}
    return data | changes


def errors_of(page) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: [str(one) for one in found] for name, found in page.context["adminform"].form.errors.items()}


@pytest.mark.django_db
def test_staff_write_a_reminder_and_see_how_many_would_get_it(client, staff, session):
    people(session)
    assert client.post(f"{LIST}add/", typed(session)).status_code == 302
    reminder = Reminder.objects.get()
    page = client.get(f"{LIST}{reminder.pk}/change/").content.decode()
    assert "Would get it now" in page
    assert '<div class="readonly">1</div>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"subject_ru": ""}, "subject_ru", "This field is required."),
        ({"body_en": "{reason}"}, "body_en", "Not known here: {reason}."),
        ({"audience": "contacts_unverified"}, "body_it", "Not known here: {contact}."),
        ({"send_at_0": "2020-01-01"}, "send_at", "This moment has passed"),
    ],
)
def test_what_cannot_go_out_is_refused_beside_its_field(client, staff, session, changes, field, message):
    errors = errors_of(client.post(f"{LIST}add/", typed(session, **changes)))
    assert errors[field][0].startswith(message)
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_one_that_has_gone_out_is_not_changed_any_more(client, staff, session):
    people(session)
    reminder = remind(session, "contacts_confirmed")
    services.send_due_reminders()
    assert client.post(f"{LIST}{reminder.pk}/change/", typed(session)).status_code == 403
    assert client.post(f"{LIST}{reminder.pk}/delete/", {"post": "yes"}).status_code == 403
    assert 'name="subject_it"' not in client.get(f"{LIST}{reminder.pk}/change/").content.decode()


@pytest.mark.django_db
def test_a_new_reminder_is_previewed_before_it_is_saved(client, staff, session):
    page = client.post(f"{LIST}add/preview/en/", typed(session, body_en="Hello {delegate}\n\n{facts}")).content.decode()
    assert "Hello Marco Verdi" in page
    assert str(session) in page
    assert not Reminder.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_no_more_for_more_rows(client, staff, session, count, django_assert_num_queries):
    for _number in range(count):
        remind(session, "contacts_confirmed")
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)
