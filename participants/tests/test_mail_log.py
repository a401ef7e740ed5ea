"""Staff see what went to whom and how far it came, and send again what failed."""

import pytest
from django.contrib.auth.models import Permission
from post_office.models import STATUS, Email

from accounts.tests.factories import StaffFactory, UserFactory
from participants import emails
from participants.models import MailLog
from participants.tests.factories import DelegateFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/participants/maillog/"


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def test_every_mail_leaves_a_line_with_its_language():
    delegate = DelegateFactory(registration__language="ru", language="en")
    emails.send_received(delegate.registration)
    emails.send_delegate_place(delegate)
    emails.send_nothing_found("stranger@example.com", "it")
    found = list(
        MailLog.objects.order_by("pk").values_list("kind", "recipient", "language", "registration", "delegate")
    )
    registration = delegate.registration
    assert found == [
        ("received", registration.contact_email, "ru", registration.pk, None),
        ("delegate", delegate.email, "en", registration.pk, delegate.pk),
        ("nothing_found", "stranger@example.com", "it", None, None),
    ]
    assert [line.email.to[0] for line in MailLog.objects.order_by("pk")] == [line[1] for line in found]


def write(count: int) -> None:
    for _number in range(count):
        emails.send_received(RegistrationFactory())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_no_more_for_more_lines(client, staff, count, django_assert_num_queries):
    write(count)
    client.get(LIST)
    with django_assert_num_queries(9):
        page = client.get(LIST)
    assert page.content.decode().count("Registration received</td>") == count


@pytest.mark.parametrize(
    ("status", "tries", "words"),
    [
        (STATUS.queued, None, "Waiting"),
        (STATUS.requeued, 1, "Waiting, 1 try failed"),
        (STATUS.requeued, 7, "Waiting, 7 tries failed"),
        (STATUS.sent, 3, "Sent"),
        (STATUS.failed, 24, "Failed after 25 tries"),
    ],
)
def test_the_list_says_how_far_a_mail_has_come(client, staff, status, tries, words):
    write(1)
    Email.objects.update(status=status, number_of_retries=tries)
    assert f'<td class="field-state">{words}</td>' in client.get(LIST).content.decode()


def test_a_mail_whose_outbox_row_is_gone_is_still_on_record(client, staff):
    write(1)
    Email.objects.all().delete()
    assert "No longer in the outbox" in client.get(LIST).content.decode()


def test_a_line_is_found_by_address_kind_session_and_state(client, staff):
    first, second = RegistrationFactory(contact_email="anna@example.com"), RegistrationFactory()
    emails.send_received(first)
    emails.send_cancelled(second)
    Email.objects.filter(to=["anna@example.com"]).update(status=STATUS.failed)
    for query in (
        "q=ANNA@example",
        "kind__exact=received",
        f"registration__session__id__exact={first.session_id}",
        "state=failed",
    ):
        page = client.get(f"{LIST}?{query}").content.decode()
        assert first.contact_email in page, query
        assert second.contact_email not in page, query


def test_what_failed_is_sent_again_and_nothing_else(client, staff):
    write(3)
    failed, sent, waiting = Email.objects.order_by("pk")
    Email.objects.filter(pk=failed.pk).update(status=STATUS.failed, number_of_retries=24)
    Email.objects.filter(pk=sent.pk).update(status=STATUS.sent)
    rows = list(MailLog.objects.values_list("pk", flat=True))
    page = client.post(LIST, {"action": "send_again", "_selected_action": rows}, follow=True).content.decode()
    assert "1 mail will be sent again." in page
    assert list(Email.objects.order_by("pk").values_list("status", "number_of_retries")) == [
        (STATUS.queued, 0),
        (STATUS.sent, None),
        (STATUS.queued, None),
    ]
    assert waiting.status == STATUS.queued


def test_who_may_only_look_sends_nothing_again(client):
    user = UserFactory(is_staff=True, language="en")
    user.user_permissions.add(Permission.objects.get(codename="view_maillog"))
    client.force_login(user)
    write(1)
    Email.objects.update(status=STATUS.failed)
    emails.send_nothing_found("stranger@example.com", "it")
    page = client.get(LIST).content.decode()
    assert "stranger@example.com" in page
    assert "contact" not in page.split('id="result_list"')[1].split("</table>")[0].replace("Contact", "")
    client.post(LIST, {"action": "send_again", "_selected_action": [MailLog.objects.first().pk]}, follow=True)
    assert Email.objects.filter(status=STATUS.failed).count() == 1


def test_a_line_is_not_edited_and_shows_no_link(client, staff):
    write(1)
    page = client.get(f"{LIST}{MailLog.objects.get().pk}/change/").content.decode()
    assert "my/link/" not in page
    assert 'name="recipient"' not in page
