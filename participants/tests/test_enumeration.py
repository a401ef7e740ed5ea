"""Promise 10: whoever asks learns nothing of who is registered, neither from the answer nor from the work it took."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import AccessLink
from participants.tests.factories import DelegateFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.filling import address, draft
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "contact@known.example", "nobody@unknown.example"
MORE_WORK = 12  # queries: the mail to a known address needs its registration and session


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def registration(session):
    row = RegistrationFactory(contact_email=KNOWN, session=session, state="confirmed")
    DelegateFactory(registration=row, email="person@known.example")
    return row


def seen(client, response) -> tuple:
    """All that a visitor gets: status, headers, cookies and page, without what is random for everybody."""
    page = re.sub(r'name="(csrfmiddlewaretoken|client_token)" value="[^"]*"', "", response.content.decode())
    cookies = {name: (str(morsel["path"]), str(morsel["max-age"])) for name, morsel in response.cookies.items()}
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}  # the present second
    return response.status_code, headers, cookies, page


def walk(address, fields) -> tuple[list, int, int]:
    """Post a form as a new visitor and follow; returns what was seen, the mails written and the queries made."""
    client, before = Client(), Email.objects.count()
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, fields)
    pages = [seen(client, response)]
    if response.status_code == 302:
        pages.append(seen(client, client.get(response.url)))
    return pages, Email.objects.count() - before, len(queries)


def same_for(address, known, unknown):
    first, second = walk(address, known), walk(address, unknown)
    assert first[0] == second[0]
    assert first[1] == second[1] == 1, "both write one mail, so both take its time"
    assert abs(first[2] - second[2]) <= MORE_WORK


@pytest.mark.parametrize("known", [KNOWN, KNOWN.upper(), "person@known.example"])
def test_asking_for_the_link_to_the_own_page(registration, known):
    same_for("/en/my/ask/", {"email": known}, {"email": UNKNOWN})


def test_asking_to_begin_with_earlier_data(registration):
    now = SessionFactory()
    same_for(f"/en/sessions/{now.ref}/register/returning/", {"email": KNOWN}, {"email": UNKNOWN})


def test_asking_the_organisers(registration):
    fields = {"name": "Anna", "text": "When?"}
    tokens = [{"client_token": str(uuid.uuid4())} for _form in range(2)]
    same_for("/en/contact/", fields | {"email": KNOWN} | tokens[0], fields | {"email": UNKNOWN} | tokens[1])


@pytest.mark.parametrize("way", ["/en/my/link/{}/", "/en/my/verify/{}/"])
def test_a_link_that_leads_nowhere_answers_as_one_that_does(registration, way):
    purpose = LinkPurpose.MY if "link" in way else LinkPurpose.VERIFY_EMAIL
    token = make_link(registration, purpose, timezone.now())
    answers = []
    for shown in (token, token[:-1], "x" * 43):
        client = Client()
        response = client.get(way.format(shown))
        answers.append(seen(client, response)[:3])
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("way", ["/en/my/link/{}/", "/en/my/verify/{}/"])
def test_unknown_expired_and_revoked_links_lead_to_the_same_page(registration, way):
    purpose, now = LinkPurpose.MY if "link" in way else LinkPurpose.VERIFY_EMAIL, timezone.now()
    expired = make_link(registration, purpose, now - timedelta(days=900))
    revoked = make_link(registration, purpose, now)
    AccessLink.objects.filter(expires_at__gt=now).update(revoked_at=now)
    pages = []
    for token in ("x" * 43, expired, revoked):
        client = Client()
        response = client.get(way.format(token), follow=True)
        pages.append(seen(client, response))
    assert pages[0] == pages[1] == pages[2]
    assert pages[0][0] == 410


def test_a_registration_sent_with_a_known_address_is_answered_as_any(registration):
    PrivacyNoticeFactory()
    answers = []
    for number, email in enumerate((KNOWN, UNKNOWN)):
        client, now = Client(), SessionFactory()
        draft(client, now, contact_email=email, name_latin=f"Officine {number}")
        response = client.post(address(now, "check"), {"notice": "test-1", "privacy": "on"})
        page = client.get(response.url).content.decode()
        answers.append((response.status_code, response.url.replace(now.ref, "25"), email in page))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_an_address_asked_for_too_often_gets_no_more_mails_and_the_same_answer(registration, email):
    answers = [walk("/en/my/ask/", {"email": email}) for _time in range(6)]
    assert len({repr(pages) for pages, _mails, _queries in answers}) == 1
    assert sum(mails for _pages, mails, _queries in answers) <= 3
