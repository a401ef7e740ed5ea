"""The record as staff read it: whose change it was, who saw or took away whose data, and what erasure leaves of it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import StaffFactory
from audit.models import Change
from participants.models import Delegate, Enquiry, Registration
from participants.services import ask_to_erase, discard_draft, grant_erasure
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = StaffFactory(email="ministry@example.org", full_name="Mira Ministero", language="en")
    client.force_login(user)
    return user


@pytest.fixture
def delegate():
    return DelegateFactory(given_latin="Olga", family_latin="Serova", email="olga@example.com", place="confirmed")


def history(client, row) -> str:
    page = client.get(reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk]))
    return " ".join(page.text.split())


def test_the_history_says_who_changed_what_and_who_saw_it(client, staff, delegate):
    address = reverse("admin:participants_delegate_change", args=[delegate.pk])
    page = client.get(address)
    form = {name: page.context["adminform"].form[name].value() or "" for name in page.context["adminform"].form.fields}
    sets = {f"{part.formset.prefix}-{n}_FORMS": 0 for part in page.context["inline_admin_formsets"]
            for n in ("TOTAL", "INITIAL")}  # fmt: skip
    assert client.post(address, form | sets | {"family_latin": "Belova", "needs_interpreter": "on"}).status_code == 302
    Delegate.objects.filter(pk=delegate.pk).update(needs_interpreter=False)
    text = history(client, delegate)
    assert "Family name in Latin letters: Serova → Belova" in text
    assert "Mira Ministero (ministry@example.org)" in text
    assert "Wishes an interpreter: Yes → No" in text
    assert "<strong>Seen</strong>: delegate" in text
    whole = history(client, delegate.registration)  # whatever belongs to it
    assert "Delegate: Changed" in whole
    assert "The portal itself" in whole
    client.get(reverse("admin:participants_registration_change", args=[delegate.registration_id]))
    assert "<strong>Seen</strong>: registration" in history(client, delegate)


def test_what_a_contact_does_by_a_mailed_link_is_on_record_as_that(client, delegate):
    enter(client, delegate.registration)
    client.post("/en/my/erase/")
    line = Change.objects.get(table="participants_erasurerequest", act="I")
    assert line.actor == f"registration {delegate.registration_id}"
    client.post("/en/contact/", {})
    assert set(Change.objects.filter(table="participants_enquiry").values_list("actor", flat=True)) <= {"public"}


def test_the_record_is_searched_by_person_thing_and_time(client, staff, delegate):
    client.get(reverse("admin:participants_delegate_change", args=[delegate.pk]))
    DelegateFactory(given_latin="Berta", family_latin="Neri")
    found = {
        "q=serova+olga": {("participants_delegate", delegate.pk)},
        "q=olga@example.com&act__exact=D": set(),
        "q=nobody+at+all": set(),
        "q=serova&table=participants_registration": set(),
        "q=ministry@example.org": set(),  # has looked, and changed nothing
    }
    address = reverse("admin:audit_change_changelist")
    for query, rows in found.items():
        page = client.get(f"{address}?{query}")
        assert {(row.table, row.row) for row in page.context["cl"].result_list} == rows, query
    line = Change.objects.of_row(delegate).get()
    assert "Family name in Latin letters: Serova" in client.get(f"{address}?q=serova").text
    assert "Family name in Latin letters: Serova" in client.get(f"{address}{line.pk}/change/").text
    day = timezone.localtime(line.at, ZoneInfo("Europe/Rome")).date()
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=1)
    for period, number in ((f"from={day}&to={day}", 1), (f"to={before}", 0), (f"from={after}", 0)):
        page = client.get(f"{address}?q=serova&{period}")
        assert len(page.context["cl"].result_list) == number, period
    for wrong in ("from=x", "to=99999-99-99", "from=0001-01-01", "to=%00"):
        assert client.get(f"{address}?{wrong}").status_code == 302
    for query, number in (("serova", 1), ("neri", 0), ("mira", 1), ("x\0y", 0)):
        page = client.get(reverse("admin:audit_reading_changelist"), {"q": query}, follow=True)
        assert len(page.context["cl"].result_list) == (number if "\0" not in query else 1), query


def test_only_who_may_sees_the_record(client):
    client.force_login(StaffFactory(is_superuser=False))
    assert client.get(reverse("admin:audit_change_changelist")).status_code == 403


def test_a_history_takes_as_many_queries_for_3_changes_as_for_1(client, staff, delegate):
    counts = []
    history(client, delegate)
    for number in (1, 3):
        for turn in range(number):
            Delegate.objects.filter(pk=delegate.pk).update(qualification=f"Director {number} {turn}")
        with CaptureQueriesContext(connection) as queries:
            history(client, delegate)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def on_record() -> str:
    return str(list(Change.objects.values_list("before", "after")))


@pytest.mark.parametrize("whole", [False, True])
def test_erasure_takes_the_person_out_of_the_record(staff, delegate, whole):
    registration = delegate.registration
    Registration.objects.filter(pk=registration.pk).update(contact_name="Clara Contatto", contact_email="c@example.com")
    Delegate.objects.filter(pk=delegate.pk).update(dietary_needs="No nuts")
    about = {"session": SessionFactory(), "name": "Clara asks", "email": "C@example.com", "text": "Pumps?"}
    Enquiry.objects.create(**about, client_token="0b0f4c0e-5b3c-4d0a-9f0e-000000000001")
    assert "Serova" in on_record()
    grant_erasure(ask_to_erase(registration, None if whole else delegate), staff)
    left = on_record()
    for trace in ("Serova", "Olga", "olga@example.com", "No nuts"):
        assert trace not in left, trace
    for trace in ("Clara", "example.com", "Pumps?"):
        assert (trace in left) is not whole, trace
    line = Change.objects.of_row(delegate).filter(act="I").last()
    assert (line.after["family_latin"], line.after["place"]) == ("erased", "confirmed")
    assert Change.objects.filter(table="participants_erasurerequest", act="U").exists()  # that it was granted stays


def test_a_draft_that_is_thrown_away_leaves_no_values():
    draft = RegistrationFactory(draft=True, contact_name="Dora Draft", organisation__name_latin="Ditta Dora")
    DelegateFactory(registration=draft, family_latin="Dorina")
    discard_draft(draft)
    assert "Dor" not in on_record()
    assert Change.objects.filter(table="participants_registration", act="D").count() == 1
