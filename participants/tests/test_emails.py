"""What is mailed: in the contact's language, and nothing typed becomes markup, link, header or placeholder."""

import pytest
from django.core import mail
from django.utils import timezone
from post_office.models import STATUS, Email

from participants import emails, mailing, tasks
from participants.models import TableSeat
from participants.tests.factories import DelegateFactory, RegistrationFactory
from tables.tests.factories import ThematicTableFactory

pytestmark = pytest.mark.django_db

EVIL = [
    '=HYPERLINK("http://x","y")',
    "<img src=http://x.example>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "{% load static %}{% nothing %}",
    "Firm www.evil.example http://evil.example all@evil.example",
    "Anna Bcc: all@example.com",
    "О'Генри & <b>Сыновья</b>",
]


def written(act, *args) -> Email:
    act(*args)
    return Email.objects.get()


@pytest.mark.parametrize("name", EVIL)
def test_nothing_typed_becomes_more_than_text(name):
    registration = RegistrationFactory(contact_name=name, language="en", organisation__name_latin=name)
    DelegateFactory(registration=registration, family_latin=name, place="confirmed")
    row = written(emails.send_confirmed, registration)
    assert row.to == [registration.contact_email]
    assert row.subject == f"Registration confirmed: {registration.session}"
    for body in (row.message, row.html_message):
        assert "http://evil" not in body
        assert "www.evil" not in body
        assert "evil.example" not in body
        assert "@evil" not in body
    for markup in ("<img", "<b>Сыновья"):
        assert markup not in row.html_message
    assert emails.inert(name) in row.message


def test_a_name_with_a_placeholder_arrives_as_it_was_typed():
    registration = RegistrationFactory(contact_name="{{ contact }} {% now 'Y' %}", language="en")
    row = written(emails.send_received, registration)
    assert "Dear {{ contact }} {% now 'Y' %}," in row.message
    assert "Dear {{ contact }} {% now &#x27;Y&#x27; %}," in row.html_message


def test_the_mail_to_an_address_nobody_verified_holds_nothing_typed():
    registration = RegistrationFactory(contact_name="Buy now", organisation__name_latin="Visit us", language="en")
    row = written(emails.send_verify_link, registration, "token")
    assert "http://127.0.0.1:8000/en/my/verify/token/" in row.message
    for body in (row.subject, row.message, row.html_message):
        assert "Buy now" not in body
        assert "Visit us" not in body


@pytest.mark.parametrize("language", ["it", "ru", "en"])
def test_links_and_titles_are_in_the_language_of_the_contact(language):
    registration = RegistrationFactory(language=language)
    titles = {"it": registration.session.title_it, "ru": registration.session.title_ru}
    row = written(emails.send_verify_link, registration, "token")
    assert f"/{language}/my/verify/token/" in row.html_message
    assert f'<html lang="{language}">' in row.html_message
    assert titles.get(language, registration.session.title_it) in row.subject


def test_the_confirmation_says_who_has_a_place_and_which_seats():
    registration = RegistrationFactory(language="en", state="confirmed")
    anna = DelegateFactory(registration=registration, family_latin="Bianchi", place="confirmed")
    DelegateFactory(registration=registration, family_latin="Verdi", place="waiting", queue_number=9)
    DelegateFactory(registration=registration, family_latin="Neri", place="released")
    table = ThematicTableFactory(session=registration.session, title_en="Machinery")
    TableSeat.objects.create(delegate=anna, table=table, place="confirmed")
    row = written(emails.send_confirmed, registration)
    assert f"* Anna Bianchi: has a place\n  - {table.number}. Machinery: Confirmed\n" in row.message
    assert "* Anna Verdi: on the waiting list, number 1\n" in row.message
    assert "Neri" not in row.message
    assert "<b>Anna Bianchi</b>: has a place" in row.html_message


def test_the_other_mails_say_what_happened():
    registration = RegistrationFactory(language="en", decision_reason="Too late.\nSorry <b>")
    waiting = DelegateFactory(registration=registration, family_latin="Verdi", place="waiting", queue_number=3)
    emails.send_wait_listed(registration)
    emails.send_declined(registration)
    emails.send_cancelled(registration)
    waiting.place, waiting.queue_number = "confirmed", None
    waiting.save()
    emails.send_promoted(waiting)
    rows = Email.objects.order_by("pk")
    found = {row.subject.split(":")[0]: row for row in rows}
    assert "number 1" in found["On the waiting list"].message
    assert "Too late.\nSorry <b>" in found["Registration declined"].message
    assert "Sorry &lt;b&gt;" in found["Registration declined"].html_message
    assert "your registration is withdrawn" in found["Registration withdrawn"].message
    assert "Anna Verdi: has a place" in found["A place became free"].message


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_each_mail_once():
    emails.send_received(RegistrationFactory())
    tasks.send_mail()
    tasks.send_mail()
    assert len(mail.outbox) == 1
    assert Email.objects.get().status == STATUS.sent
    assert [kind for _body, kind in mail.outbox[0].alternatives] == ["text/html"]


@pytest.mark.django_db(transaction=True)
def test_a_server_that_refuses_loses_no_mail(monkeypatch, expected_errors):
    emails.send_received(RegistrationFactory())

    def down(self, messages):
        raise ConnectionRefusedError("down")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", down)
        tasks.send_mail()
    expected_errors.claim("Failed to send email")
    row = Email.objects.get()
    assert (row.status, row.number_of_retries) == (STATUS.requeued, 1)
    assert row.scheduled_time > timezone.now()
    Email.objects.update(scheduled_time=None)
    tasks.send_mail()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_after_the_commit_and_a_broker_that_is_down_is_no_fault(monkeypatch):
    rung = []
    monkeypatch.setattr(mailing, "ring", lambda task, **options: rung.append(task))
    emails.send_received(RegistrationFactory())
    assert rung == ["participants.tasks.send_mail"]
