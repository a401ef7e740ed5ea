"""The administration of documents: what failed is asked for again through the act."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.tests.factories import StaffFactory, UserFactory
from documents.models import Document
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
URL = "/admin/documents/document/"


@pytest.fixture
def failed():
    return Document.objects.create(
        kind="programme",
        session=SessionFactory(),
        language="it",
        state="failed",
        step=2,
        steps=5,
        error="Il carattere manca",
    )


def test_a_failed_document_shows_why_and_can_be_asked_for_again(client, failed):
    user = StaffFactory(language="en")
    client.force_login(user)
    page = client.get(URL).text
    assert "Il carattere manca" in page
    assert "2 of 5" in page
    answer = client.post(URL, {"action": "ask_again", "_selected_action": failed.pk}, follow=True)
    assert "1 document asked for again." in answer.text
    again = Document.objects.exclude(pk=failed.pk).get()
    assert (again.kind, again.session, again.state, again.requested_by) == ("programme", failed.session, "queued", user)


def test_a_kind_that_is_no_more_is_refused_in_words(client, failed):
    client.force_login(StaffFactory(language="en"))
    Document.objects.update(kind="badge-of-1990")
    answer = client.post(URL, {"action": "ask_again", "_selected_action": failed.pk}, follow=True)
    assert "There is no document of the kind “badge-of-1990”." in answer.text
    assert Document.objects.count() == 1


def test_who_may_only_look_cannot_ask(client, failed):
    reader = UserFactory(is_staff=True, language="en")
    reader.user_permissions.add(*Permission.objects.filter(codename__in=["view_document", "view_session"]))
    client.force_login(reader)
    page = client.get(reverse("admin:documents_document_changelist"))
    assert "Il carattere manca" in page.text
    client.post(URL, {"action": "ask_again", "_selected_action": failed.pk})
    assert Document.objects.count() == 1


def test_staff_without_the_sessions_see_no_document(client, failed):
    reader = UserFactory(is_staff=True, language="en")
    reader.user_permissions.add(Permission.objects.get(codename="view_document"))
    client.force_login(reader)
    assert "Il carattere manca" not in client.get(URL).text
