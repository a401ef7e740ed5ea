"""What is mailed: in the contact's language, and nothing typed becomes markup, link, header or placeholder."""

import re
import uuid

import pytest
from django.core import mail
from django.utils import timezone
from post_office.models import STATUS, Email

from participants import emails, mailing, tasks
from participants.enums import OF_PROJECTS, MailKind
from participants.mailing import Recipient
from participants.models import Clarification, Enquiry, MailLog, ProposedChange, Reminder, TableSeat
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


# --- Promise 11: no field that reaches a mail becomes markup, a link, a header, a recipient or a placeholder

FIELDS_EVIL = [
    "Anna\r\nBcc: all@evil.example",
    "<a href='http://evil.example'>here</a><img src=x onerror=y>",
    "{link} {organisation} {{ link }} {% now 'Y' %}",
    "https://evil.example/?a=1 www.evil.example mail@evil.example",
]


PROGRAMME = "http://127.0.0.1:8000/en/sessions/25/programme/"


def write_every_mail(evil: str) -> int:
    """Write each kind of mail with the same text in every field that can reach it; returns how many were written."""
    registration = RegistrationFactory(
        contact_name=evil, language="en", state="confirmed", decision_reason=evil,
        organisation__name_latin=evil, organisation__name_cyrillic=evil,
    )  # fmt: skip
    names = {"given_latin": evil, "family_latin": evil, "language": "en"}
    delegate = DelegateFactory(registration=registration, place="confirmed", **names)
    DelegateFactory(registration=registration, place="waiting", queue_number=1, **names)
    clarification = Clarification.objects.create(registration=registration, question=evil)
    change = ProposedChange(
        registration=registration, delegate=delegate, field="family_latin", before=evil, after=evil,
        approved=False, reason=evil,
    )  # fmt: skip
    enquiry = Enquiry.objects.create(
        client_token=uuid.uuid4(), name=evil, text=evil, email="a@example.com", language="en",
        answer="Yes.", answered_at=timezone.now(),
    )  # fmt: skip
    texts = {"subject_en": "{contact} {delegate} {organisation}", "body_en": "{delegates}\n\n{contact}\n\n{link}"}
    reminder = Reminder.objects.create(
        session=registration.session, audience="delegates_confirmed", send_at=timezone.now(), **texts
    )
    emails.send_verify_link(registration, "token")
    for act in (
        emails.send_received, emails.send_confirmed, emails.send_wait_listed, emails.send_declined,
        emails.send_cancelled,
    ):  # fmt: skip
        act(registration)
    for act in (
        emails.send_promoted, emails.send_offer_lapsed, emails.send_delegate_place, emails.send_delegate_waiting,
        emails.send_delegate_released,
    ):  # fmt: skip
        act(delegate)
    emails.send_clarification(clarification)
    emails.send_change_decided(registration, [change])
    emails.send_my_link(registration, "token")
    emails.send_delegate_link(delegate, "token")
    emails.send_nothing_found("b@example.com", "en")
    emails.send_returning_link(registration, registration.session, "token", "en")
    emails.send_new_email_link(registration, "token", "new@example.com")
    emails.send_enquiry_received(enquiry)
    emails.send_enquiry_answered(enquiry)
    emails.tell_organisers(enquiry)
    emails.send_reminder(reminder, registration)
    emails.send_reminder(reminder, registration, delegate)
    to = Recipient("c@example.com", "en", registration=registration, delegate=delegate)
    emails.send_programme_changed(to, evil, registration.session, [evil], "A note.", PROGRAMME)
    return Email.objects.count()


@pytest.mark.parametrize("evil", FIELDS_EVIL)
def test_no_field_of_any_mail_can_be_more_than_text(evil, settings):
    settings.CONTACT_EMAIL = "office@example.org"
    assert write_every_mail(evil) == 24
    own = re.compile(r"http://127\.0\.0\.1:8000/(en|admin)/")
    for row in Email.objects.all():
        assert (len(row.to), row.cc, row.bcc) == (1, [], []), row.subject
        message = row.email_message().message()
        assert message.get_all("To") == [row.to[0]]
        assert message["Bcc"] is None
        assert message["Auto-Submitted"] == "auto-generated"
        assert not re.search(r"[\r\n]", row.subject)
        assert "evil.example" not in row.subject + row.message + row.html_message
        for address in re.findall(r"https?://\S+", row.message) + re.findall(r'href="([^"]*)"', row.html_message):
            assert own.match(address), address
        assert "<img" not in row.html_message
        assert "onerror=y>" not in row.html_message
        assert "href='" not in row.html_message


def test_every_kind_of_mail_that_is_written_here_is_among_them(settings):
    settings.CONTACT_EMAIL = "office@example.org"
    write_every_mail("Anna")
    assert set(MailLog.objects.values_list("kind", flat=True)) == set(MailKind.values) - set(OF_PROJECTS)


def test_a_placeholder_that_somebody_typed_stays_text_in_every_mail():
    write_every_mail("{link} {{ link }}")
    for row in Email.objects.exclude(message__contains="Good day"):
        assert "{link} {{ link }}" in row.message
        assert row.message.count("/my/link/") <= 1


UNVERIFIED = ("verify_link", "my_link", "nothing_found", "returning_link", "new_email_link", "enquiry_received")


def test_mails_to_addresses_that_may_be_a_strangers_hold_nothing_typed():
    write_every_mail("Buy now at our shop")
    lines = MailLog.objects.filter(kind__in=UNVERIFIED)
    assert lines.count() == len(UNVERIFIED) + 1
    for line in lines:
        assert "Buy now" not in line.email.subject + line.email.message + line.email.html_message
