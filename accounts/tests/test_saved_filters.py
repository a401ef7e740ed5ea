"""Filters of the administration's lists that a person keeps under a name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import SavedFilter
from accounts.saved_filters import kept_query
from accounts.services import MOST_FILTERS
from accounts.tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
SAVE = "/admin/accounts/user/filters/save/"


@pytest.fixture
def user(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


def save(client, name: str, query: str, page: str = "accounts.user"):
    return client.post(SAVE, {"name": name, "page": page, "query": query}, follow=True)


def test_a_filter_is_saved_found_again_and_removed(client, user):
    other = StaffFactory()
    SavedFilter.objects.create(user=other, page="accounts.user", name="Of another", query="q=x")
    assert "saved-filter-name" not in client.get(LIST).text  # nothing is filtered: nothing to save
    assert (
        'name="query" value="is_staff__exact=1&amp;q=Anna"' in client.get(f"{LIST}?q=Anna&p=1&is_staff__exact=1").text
    )
    page = save(client, "  Staff called Anna ", "p=3&q=Anna&is_staff__exact=1&_popup=1")
    assert page.redirect_chain == [(f"{LIST}?is_staff__exact=1&q=Anna", 302)]
    assert "Saved as a filter of this list: Staff called Anna" in page.text
    page = client.get(LIST).text
    assert '<a href="?is_staff__exact=1&amp;q=Anna">Staff called Anna</a>' in page
    assert "Of another" not in page
    shown = client.get(f"{LIST}?q=Anna&is_staff__exact=1").text
    assert 'aria-current="true">Staff called Anna</a>' in shown
    assert "saved-filter-name" not in shown
    save(client, "Staff called Anna", "q=Anna")
    saved = user.saved_filters.get()
    assert saved.query == "q=Anna"
    assert (
        "Removed: Staff called Anna"
        in client.post(f"/admin/accounts/user/filters/{saved.pk}/remove/", follow=True).text
    )
    assert not user.saved_filters.exists()


def test_what_cannot_be_saved_is_refused_in_words(client, user):
    assert "there is nothing to save" in save(client, "All", "p=2").text
    for name in ("", " \u200b ", "x" * 61, "Anna\0"):
        assert 'class="error"' in save(client, name, "q=x").text
    assert not user.saved_filters.exists()
    assert "This filter is too long to be saved." in save(client, "Long", "q=" + "x" * 2000).text
    assert save(client, "Odd", "%00=%ED%A0%80&q=%00&&&=").status_code == 200
    user.saved_filters.all().delete()
    SavedFilter.objects.bulk_create(
        SavedFilter(user=user, page="accounts.user", name=f"f{number}", query="q=x") for number in range(MOST_FILTERS)
    )
    assert f"keeps {MOST_FILTERS} filters at most" in save(client, "One more", "q=x").text
    assert kept_query("e=1&o=2&_to_field=id&state=&q=a%26b") == "o=2&q=a%26b"


def test_nobody_saves_of_a_list_they_cannot_see_or_removes_what_is_not_theirs(client, user):
    saved = SavedFilter.objects.create(user=StaffFactory(), page="accounts.user", name="Theirs", query="q=x")
    remove = reverse("admin:accounts_savedfilter_remove", args=[saved.pk])
    assert client.post(remove).status_code == 404
    assert client.get(remove).status_code == client.get(SAVE).status_code == 405
    for page in ("no.such", "", "accounts.savedfilter"):
        assert save(client, "A", "q=x", page).status_code == 404
    client.force_login(UserFactory(is_staff=True))
    assert save(client, "A", "q=x").status_code == 404
    assert list(SavedFilter.objects.all()) == [saved]
