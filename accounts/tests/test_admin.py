"""The administration of accounts: who may give rights, and in which language it speaks."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def staff(client):
    user = StaffFactory(language="en")
    client.force_login(user)
    return user


@pytest.fixture
def clerk(client):
    """Staff who may change accounts and no more."""
    user = UserFactory(is_staff=True, language="en")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user", "add_user"]))
    client.force_login(user)
    return user


def change_url(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def form(user: User, **changes) -> dict:
    counts = {"assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0}
    return {"email": user.email, "full_name": user.full_name, "language": "it", "is_active": "on", **counts, **changes}


def test_an_account_is_made_with_an_address_a_name_and_a_password(client, staff):
    fields = {
        "email": "Anna.Bianchi@Example.ORG",
        "full_name": "Anna Bianchi",
        "language": "it",
    }
    client.post(reverse("admin:accounts_user_add"), {**fields, "password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get(email="anna.bianchi@example.org")
    assert user.check_password(PASSWORD)
    assert not user.is_staff


def test_the_same_address_in_capitals_is_refused_beside_the_field(client, staff):
    UserFactory(email="anna@example.org")
    fields = {"email": "ANNA@example.org", "full_name": "Anna", "language": "it"}
    page = client.post(reverse("admin:accounts_user_add"), fields)
    assert "There is an account with this e-mail address." in page.text


def test_a_password_is_changed_on_its_own_page(client, staff):
    user = UserFactory()
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    client.post(url, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_is_no_superuser_gives_no_rights_and_touches_no_superuser(client, clerk):
    group = Group.objects.create(name="Segreteria")
    rights = {"is_superuser": "on", "is_staff": "on", "groups": [group.pk]}
    client.post(change_url(clerk), form(clerk, full_name="Nuovo Nome", **rights))
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.is_superuser, clerk.groups.count()) == ("Nuovo Nome", False, 0)
    chief = StaffFactory(full_name="Capo")
    assert client.post(change_url(chief), form(chief, full_name="Altro")).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[chief.pk])).status_code == 403


def test_an_account_is_switched_off_and_never_deleted(client, staff):
    user = UserFactory()
    assert client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
    counts = form(user)
    del counts["is_active"]
    client.post(change_url(user), counts)
    assert not User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize("typed", ["rossi", "ROSSI", "nicolo", "NICOLÒ", "nicolo\u0300 rossi", "n.rossi@"])
def test_a_search_finds_an_account_however_it_is_typed(client, staff, typed):
    wanted = UserFactory(full_name="Nicolò Rossi", email="n.rossi@example.org")
    UserFactory()
    assert list(client.get(reverse("admin:accounts_user_changelist"), {"q": typed}).context["cl"].result_list) == [
        wanted
    ]


@pytest.mark.parametrize(
    ("language", "word"),
    [("it", "Sessioni e programma"), ("ru", "Сессии и программа"), ("en", "Sessions and programme")],
)
def test_the_administration_speaks_the_language_of_the_account(client, language, word):
    client.force_login(StaffFactory(language=language))
    page = client.get("/admin/", headers={"accept-language": "de"})
    assert f'<html lang="{language}' in page.text
    assert word in page.text
    assert page["Content-Language"] == language


def test_a_page_of_the_portal_keeps_the_language_of_its_address(client):
    client.force_login(StaffFactory(language="ru"))
    assert client.get("/en/nowhere/")["Content-Language"] == "en"
    client.logout()
    assert client.get("/admin/login/", headers={"accept-language": "en"})["Content-Language"] == "en"
