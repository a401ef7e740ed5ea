"""The help link of the desk and of the administration leads to the section about the page in hand."""

from __future__ import annotations

from django.urls import get_resolver, reverse

from sessions.tests.factories import SessionFactory
from taskforce import guides


def test_every_page_of_the_desk_has_a_section():
    """A page that was added and that no section tells of would lead to the top of the guide."""
    reverse("desk:home")  # the root of all addresses registers the converters
    names = [pattern.name for pattern in get_resolver("desk.urls").url_patterns]
    assert [name for name in names if not guides.desk_section(name)] == ["home"]


def test_the_help_of_a_page(admin_client, db):
    SessionFactory(number=25)
    assert 'href="/it/help/organisers/#who-may-do-what"' in admin_client.get("/it/desk/25/people/").content.decode()
    assert 'href="/it/help/organisers/"' in admin_client.get("/it/desk/").content.decode()
    assert 'href="/it/help/staff/"' in admin_client.get("/admin/").content.decode()
    page = admin_client.get("/admin/participants/registration/").content.decode()
    assert 'href="/it/help/staff/#registrations-to-decide-on"' in page
