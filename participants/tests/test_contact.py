"""The contact page: one question however often it is sent, told to the organisers, answered in its language."""

import uuid

import pytest
from django.utils import translation
from post_office.models import Email

from accounts.tests.factories import StaffFactory
from participants import services
from participants.models import Enquiry, MailLog
from sessions.tests.factories import SessionFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db
PAGE = "/en/contact/"
LIST = "/admin/participants/enquiry/"


def typed(**changes) -> dict[str, str]:
    data = {"name": "Anna Bianchi", "email": "anna@example.com", "session": "", "text": "When does it begin?"}
    return data | {"client_token": str(uuid.uuid4())} | changes


def ask(**fields) -> Enquiry:
    values = {"name": "Anna", "email": "anna@example.com", "text": "When?", "language": "ru"} | fields
    return services.send_enquiry(uuid.uuid4(), **values)


def test_the_page_is_in_the_footer_of_every_page(client):
    assert f'href="{PAGE}"' in client.get("/en/sessions/").content.decode()


def test_a_question_is_kept_told_to_the_organisers_and_acknowledged(client, settings):
    settings.CONTACT_EMAIL = "office@example.org"
    session = SessionFactory()
    answer = client.post(PAGE, typed(session=session.pk))
    assert (answer.status_code, answer.url) == (302, "/en/contact/sent/")
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.language, enquiry.session) == ("Anna Bianchi", "en", session)
    acknowledged, told = Email.objects.order_by("pk")
    assert acknowledged.to == ["anna@example.com"]
    for part in (acknowledged.subject, acknowledged.message, acknowledged.html_message):
        assert "Anna" not in part
        assert "begin" not in part
    assert told.to == ["office@example.org"]
    assert told.headers["Reply-To"] == "anna@example.com"
    assert "When does it begin?" in told.message
    assert f"http://127.0.0.1:8000{LIST}{enquiry.pk}/change/" in told.message
    assert client.get(answer.url).status_code == 200


def test_without_an_address_of_the_organisers_only_the_sender_is_written_to(client, settings):
    settings.CONTACT_EMAIL = ""
    client.post(PAGE, typed())
    assert [row.to for row in Email.objects.all()] == [["anna@example.com"]]
    assert MailLog.objects.get().kind == "enquiry_received"


def test_sent_twice_it_is_one_question(client):
    data = typed()
    for _time in range(3):
        assert client.post(PAGE, data).status_code == 302
    assert Enquiry.objects.count() == 1
    assert Email.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u200b\u200b"}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"email": "no address"}, "email"),
        ({"email": "a@example.com\r\nBcc: b@example.com"}, "email"),
        ({"email": '"a,b"@example.com'}, "email"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "\u202eabc"}, "text"),
        ({"session": "9" * 30}, "session"),
        ({"session": "x"}, "session"),
        ({"session": "1\x00"}, "session"),
    ],
)
def test_bad_input_gets_its_error_and_loses_nothing(client, changes, field):
    page = client.post(PAGE, typed(**changes))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    if field != "text":
        assert "When does it begin?" in page.content.decode()
    assert not Enquiry.objects.exists()


def test_a_session_that_is_not_public_is_none(client):
    draft = SessionFactory(status="draft")
    assert str(draft) not in client.get(PAGE).content.decode()
    assert "session" in client.post(PAGE, typed(session=draft.pk)).context["form"].errors


def test_a_token_that_is_none_is_no_fault(client):
    assert client.post(PAGE, typed(client_token="' OR 1=1")).status_code == 302


def test_nothing_typed_becomes_more_than_text(client, settings):
    settings.CONTACT_EMAIL = "office@example.org"
    evil = "{{ secret }} {link} http://evil.example <img src=x> Bcc: all@evil.example"
    client.post(PAGE, typed(name="Anna\r\nBcc: all@evil.example", text=evil))
    told = Email.objects.get(to=["office@example.org"])
    assert told.headers["Reply-To"] == "anna@example.com"
    assert (told.cc, told.bcc) == ([], [])
    assert "{{ secret }} {link}" in told.message
    assert "evil.example" not in told.message
    services.answer_enquiry(Enquiry.objects.get(), "Here.", StaffFactory())
    answered = Email.objects.order_by("pk").last()
    assert "\n" not in answered.subject
    assert "{{ secret }} {link}" in answered.message
    assert "evil.example" not in answered.message + answered.html_message
    assert "<img" not in answered.html_message


# --- Answered in the administration


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def test_staff_answer_and_the_sender_reads_it_in_the_language_of_the_question(client, staff):
    enquiry = ask(language="ru")
    client.post(f"{LIST}{enquiry.pk}/change/", {"answer": "В десять: https://example.org/programme"}, follow=True)
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.answered_by) == ("В десять: https://example.org/programme", staff)
    row = Email.objects.order_by("pk").last()
    assert row.to == ["anna@example.com"]
    assert "В десять: https://example.org/programme" in row.message
    assert 'lang="ru"' in row.html_message


def test_an_answer_is_given_once(client, staff):
    enquiry = ask()
    services.answer_enquiry(enquiry, "At ten.", staff)
    with pytest.raises(DomainError):
        services.answer_enquiry(enquiry, "At eleven.", staff)
    assert client.post(f"{LIST}{enquiry.pk}/change/", {"answer": "At eleven."}).status_code == 403
    assert Email.objects.count() == 2


def test_an_empty_answer_is_refused_beside_its_field(client, staff):
    page = client.post(f"{LIST}{ask().pk}/change/", {"answer": " "})
    with translation.override("en"):
        assert page.context["adminform"].form.errors == {"answer": ["This field is required."]}
    assert Email.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_open_questions_come_first_and_the_list_asks_no_more_for_more(client, staff, count, django_assert_num_queries):
    session = SessionFactory()
    first = [ask(text=f"Question {number}", session=session) for number in range(count)]
    services.answer_enquiry(ask(text="Answered already"), "Yes.", staff)
    client.get(LIST)
    with django_assert_num_queries(6):
        page = client.get(LIST).content.decode()
    assert all(page.index(one.text) < page.index("Answered already") for one in first)
