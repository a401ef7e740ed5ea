"""Step 4 and the page after it: reading all once more, agreeing, sending."""

import datetime as dt

import pytest
from django.utils import timezone
from post_office.models import Email

from participants import services
from participants.models import AccessLink, Registration, TableSeat
from participants.tests.factories import DelegateFactory, PrivacyNoticeFactory
from participants.tests.filling import ANNA, IVAN, RUSSIAN, address, draft
from sessions.tests.factories import SessionFactory
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


@pytest.fixture
def notice():
    published = timezone.now() - dt.timedelta(hours=1)  # after the notice of the factories
    texts = {"text_it": "Informativa estesa", "text_en": "The whole notice"}
    return PrivacyNoticeFactory(version="2024-1", published_at=published, **texts)


def send(client, session, **fields):
    return client.post(address(session, "check", "en"), {"notice": "2024-1", "privacy": "on"} | fields)


def test_everything_typed_is_shown_with_a_way_to_change_it(client, session, notice):
    delegate = draft(client, session, ANNA | {"phone": "035 123456"}).delegates.get()
    TableSeat.objects.create(delegate=delegate, table=ThematicTableFactory(session=session, title_en="Machinery"))
    page = client.get(address(session, "check", "en")).content.decode()
    for words in ("Officine Brembo S.r.l.", "Bergamo", "00743110157", "anna@example.com"):
        assert words in page
    for words in ("+39 035 123456", "Machinery"):
        assert words in page
    for step in ("", "delegates", "choices"):
        assert f'href="{address(session, step, "en")}' in page
    assert "The whole notice" in page
    assert "version 2024-1" in page


def test_sending_stores_the_notice_and_mails_the_link_in_the_language_chosen(client, session, notice):
    registration = draft(client, session, IVAN, **RUSSIAN)
    assert send(client, session).url == address(session, "sent", "en")
    registration.refresh_from_db()
    assert (registration.state, registration.privacy_notice) == ("submitted", notice)
    assert registration.submitted_at is not None
    mail, link = Email.objects.get(), AccessLink.objects.get()
    assert mail.to == ["anna@example.com"]
    assert "http://127.0.0.1:8000/ru/my/verify/" in mail.message
    assert link.expires_at - link.created_at > dt.timedelta(days=6, hours=23)
    assert link.token_hash not in mail.message


def test_the_other_alphabet_is_proposed_and_stored_as_corrected(client, session, notice):
    registration = draft(client, session, ANNA, IVAN)
    anna, ivan = registration.delegates.order_by("position")
    page = client.get(address(session, "check", "en")).content.decode()
    for proposal in ("Оффичине Брембо С.р.л.", "Бианки", "Shchukin"):
        assert f'value="{proposal}"' in page
    assert page.count("Proposed transliteration, please check.") == 5
    send(
        client, session, **{
            "name_cyrillic-0": "Оффичине Брембо",
            f"given_cyrillic-{anna.pk}": "Анна", f"family_cyrillic-{anna.pk}": "Бьянки",
            f"given_latin-{ivan.pk}": "", f"family_latin-{ivan.pk}": "",
        },
    )  # fmt: skip
    registration = Registration.objects.select_related("organisation").get()
    anna, ivan = registration.delegates.order_by("position")
    assert registration.organisation.name_cyrillic == "Оффичине Брембо"
    assert (anna.given_cyrillic, anna.family_cyrillic) == ("Анна", "Бьянки")
    assert (ivan.given_latin, ivan.family_latin) == ("", "")
    assert "бьянки" in anna.name_key


def test_a_proposal_corrected_into_the_wrong_alphabet_is_refused_and_kept(client, session, notice):
    delegate = draft(client, session).delegates.get()
    fields = {f"given_cyrillic-{delegate.pk}": "Anna", f"family_cyrillic-{delegate.pk}": "Бьянки"}
    page = send(client, session, **fields).content.decode()
    assert "Write this in Cyrillic letters" in page
    assert 'value="Anna"' in page
    assert Registration.objects.get().state == "draft"


def test_without_the_privacy_box_nothing_is_sent(client, session, notice):
    draft(client, session)
    page = send(client, session, privacy="").content.decode()
    assert "Please read the privacy notice and tick this box." in page
    assert (Registration.objects.get().state, Email.objects.count()) == ("draft", 0)


def test_a_notice_that_changed_since_the_page_was_shown_must_be_read(client, session, notice):
    draft(client, session)
    PrivacyNoticeFactory(version="2024-2", text_en="The new notice", published_at=timezone.now())
    page = send(client, session).content.decode()
    assert "The privacy notice has changed: please read the new one." in page
    assert 'name="notice" value="2024-2"' in page
    assert Registration.objects.get().state == "draft"
    assert send(client, session, notice="2024-2").status_code == 302


def test_a_notice_of_the_future_is_not_shown_and_without_any_nothing_is_sent(client, session):
    PrivacyNoticeFactory(version="2024-1", published_at=timezone.now() + dt.timedelta(days=1))
    draft(client, session)
    page = send(client, session).content.decode()
    assert "No privacy notice is published yet, so nothing can be sent." in page
    assert Registration.objects.get().state == "draft"


def test_when_places_are_missing_the_sender_is_told_the_number_and_must_agree(client, session, notice):
    session.capacity_it = 1
    session.save()
    other = DelegateFactory(registration__session=session, place="confirmed")
    DelegateFactory(registration=other.registration, place="waiting", queue_number=7)
    draft(client, session)
    page = client.get(address(session, "check", "en")).content.decode()
    assert "the next number on the waiting list is 2 at this moment" in page
    page = send(client, session).content.decode()
    assert "Places have run out: please agree to the waiting list." in page
    assert (Registration.objects.get(state="draft").submitted_at, Email.objects.count()) == (None, 0)
    assert send(client, session, waiting="on").status_code == 302


def test_a_session_that_fills_while_the_form_is_typed_asks_before_sending(client, session, notice):
    session.capacity_it = 1
    session.save()
    delegate = draft(client, session).delegates.get()
    assert "Waiting list" not in client.get(address(session, "check", "en")).content.decode()
    DelegateFactory(registration__session=session, place="confirmed")
    fields = {f"given_cyrillic-{delegate.pk}": "Аня", f"family_cyrillic-{delegate.pk}": "Бьянки"}
    page = send(client, session, **fields).content.decode()
    assert "the next number on the waiting list is 1 at this moment" in page
    assert 'value="Аня"' in page
    assert Registration.objects.filter(state="draft").exists()


def test_places_that_run_out_within_the_request_are_seen_by_the_act(client, session, notice):
    registration = draft(client, session)
    session.capacity_it = 1
    session.save()
    DelegateFactory(registration__session=session, place="confirmed")
    with pytest.raises(DomainError) as refused:
        services.submit_registration(registration, notice)
    assert (refused.value.code, refused.value.field) == ("full", "waiting")


def test_the_deadline_is_the_servers_and_the_draft_stays(client, session, notice):
    draft(client, session)
    session.closes_at = timezone.now() - dt.timedelta(seconds=1)
    session.save()
    response = send(client, session)
    assert response.status_code == 403
    assert "Registration is not open at this moment. Nothing was sent" in response.content.decode()
    assert (Registration.objects.get().state, Email.objects.count()) == ("draft", 0)
    page = client.get(address(session, "", "en")).content.decode()
    assert "Your registration was not sent. What you typed is kept for now" in page


def test_sending_needs_a_delegate(client, session, notice):
    registration = draft(client, session)
    registration.delegates.all().delete()
    assert send(client, session).url == address(session, "delegates", "en")
    with pytest.raises(DomainError) as refused:
        services.submit_registration(registration, notice)
    assert refused.value.code == "no_delegate"


def test_after_sending_the_steps_lead_to_what_was_sent(client, session, notice):
    draft(client, session)
    send(client, session)
    send(client, session)
    assert Email.objects.count() == 1
    for step in ("delegates", "choices", "check"):
        assert client.get(address(session, step)).url == address(session, "sent")
        assert client.post(address(session, step), {}).url == address(session, "sent")
    page = client.get(address(session, "sent", "en")).content.decode()
    assert "We have sent a message to anna@example.com." in page
    assert "var/mail" not in page
    assert "register another organisation" in client.get(address(session, "", "en")).content.decode()


def test_the_embedded_run_says_where_the_mail_is(client, session, notice, settings):
    draft(client, session)
    send(client, session)
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"}
    }
    settings.MAIL_FOLDER = settings.BASE_DIR / "var" / "mail"
    settings.EMBEDDED = True
    assert "<code>var/mail</code>" in client.get(address(session, "sent", "en")).content.decode()
    settings.EMBEDDED = False
    assert "var/mail" not in client.get(address(session, "sent", "en")).content.decode()


def test_the_page_after_sending_is_only_for_the_sender(client, session, notice):
    draft(client, session)
    assert client.get(address(session, "sent")).url == address(session)
    send(client, session)
    client.cookies.clear()
    assert client.get(address(session, "sent")).url == address(session)


def test_after_sending_starting_anew_keeps_what_was_sent(client, session, notice):
    draft(client, session)
    send(client, session)
    client.post(address(session, "anew"))
    assert Registration.objects.get().state == "submitted"
    assert "Officine" not in client.get(address(session)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, session, notice, rows, django_assert_num_queries):
    registration = draft(client, session, *[ANNA | {"email": f"a{n}@example.com"} for n in range(rows)])
    for number in range(1, rows + 1):
        table = ThematicTableFactory(session=session, number=number)
        for delegate in registration.delegates.all():
            TableSeat.objects.create(delegate=delegate, table=table)
    with django_assert_num_queries(8):
        client.get(address(session, "check"))
    with django_assert_num_queries(2):
        client.get(address(session, "sent"), follow=False)
