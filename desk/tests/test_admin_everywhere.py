"""Every list and page of the administration: complete, of constant cost, and unharmed by any input."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Invitation, Passkey, RecoveryCode, SavedFilter, SecondFactor, SignedIn
from accounts.tests.factories import StaffFactory
from agreements.models import (
    AcceptedDifference,
    ActLink,
    ActProject,
    ActRegion,
    ArchiveFault,
    Article,
    AuthenticText,
    Commitment,
    CommitmentReport,
    FollowUp,
    FrozenFigures,
    Interest,
    Party,
    Presentation,
    ProjectContact,
    ProjectFile,
    ProjectNews,
    Signatory,
    Signing,
    TextApproval,
)
from audit.models import ReadingOf
from desk.tests.admin_rows import MAKERS, item
from documents.models import SheetRow
from participants.models import (
    Answer,
    Clarification,
    MatchKey,
    OrganisationSector,
    ProposedChange,
    Spreadsheet,
)
from sessions.models import (
    RegionAlias,
    SessionOrganiser,
    TranslationMark,
    TravelTime,
)
from sessions.tests import factories as sessions
from tables.models import ModeratedTable, Subsector, TableSitting

pytestmark = pytest.mark.django_db
# Queries of each list for one row and for three, the user, the filters and the saved filters among them.
LIST_QUERIES = {
    "accounts.attempt": 5,
    "accounts.user": 6, "audit.change": 5, "audit.reading": 6, "agreements.agreement": 8,
    "agreements.project": 6, "agreements.signedfile": 7, "auth.group": 5, "documents.document": 11,
    "documents.exportpreset": 6, "documents.sheetexport": 9, "documents.sheetimport": 9,
    "documents.programmeversion": 9, "documents.versionnotice": 6,
    "participants.accesslink": 8, "participants.checkin": 10, "participants.delegate": 7,
    "participants.enquiry": 6, "participants.erasurerequest": 6, "participants.maillog": 9, "participants.mailtext": 3,
    "participants.notthesame": 5, "participants.organisation": 7, "participants.question": 6,
    "participants.questionchoice": 5, "participants.reminder": 8,
    "participants.privacynotice": 5, "participants.registration": 8, "participants.tableseat": 7,
    "participants.visitseat": 7, "post_office.email": 7, "tables.programmeedit": 8,
    "tables.thematictable": 6, "taskforce_sessions.assignment": 6,
    "taskforce_sessions.companyvisit": 6, "taskforce_sessions.hostregion": 5, "taskforce_sessions.official": 6,
    "taskforce_sessions.interpreter": 6,
    "taskforce_sessions.programmeitem": 7, "taskforce_sessions.room": 6, "taskforce_sessions.session": 7,
    "taskforce_sessions.source": 6, "taskforce_sessions.sourcedfact": 7, "taskforce_sessions.sourcedfigure": 6,
    "taskforce_sessions.venue": 6,
}  # fmt: skip
ACTS_ONLY = {
    "accounts.attempt", "agreements.signedfile",
    "audit.change", "audit.reading",
    "documents.document", "documents.programmeversion", "documents.versionnotice",
    "documents.exportpreset", "documents.sheetexport", "documents.sheetimport",
    "participants.accesslink", "participants.checkin", "participants.erasurerequest",
    "participants.maillog", "participants.questionchoice", "participants.tableseat", "participants.visitseat",
    "post_office.email", "tables.programmeedit",
}  # fmt: skip
TAKEN_BACK = {"participants.notthesame"}  # made by an act, and taken back by deleting the row
NO_ADD = {
    *ACTS_ONLY,
    "participants.mailtext",
    "participants.enquiry",
    "participants.registration",
    "participants.delegate",
}
LABELS = sorted(model._meta.label_lower for model in admin.site._registry)
WRONG = [
    "p=-1", f"p={10**30}", "p=abc", "q=%00", "q=%ED%A0%80", f"q={'9' * 400}", "q=%25_\\'\"", "o=99999999999999.-1.x",
    "e=1", "_facets=True", "_to_field=password", "date__gte=99999-99-99", f"id__exact={10**30}",
    f"id__in=1,{10**30}", "id__exact=abc",
    f"session__id__exact={10**30}", "session__id__exact=abc", "state__exact=%00", "password__startswith=a",
    "starts_on__year=99999", f"created_at__year={10**12}", "submitted_at__year=9999&submitted_at__month=12",
    "at__year=1",
    "created__year=2026&created__month=13", "created_at__gte=0001-01-01+00:00%2B05:00", "signed_on__year=0",
]  # fmt: skip
OF_EVERY_LIST = {"p", "q", "o", "e", "_facets", "_to_field", "date", "id"}


@pytest.fixture
def staff(client):
    user = StaffFactory(email="ministero@example.org", language="it")
    client.force_login(user)
    return user


def address(label: str, page: str, *args) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def test_every_model_has_its_page_or_stands_on_its_parents():
    inline = {RegionAlias, SessionOrganiser, Subsector, TableSitting, Party}
    inline |= {SavedFilter}  # kept and removed on the lists themselves
    inline |= {Invitation}  # stands on the account it offers
    inline |= {SignedIn, SecondFactor, RecoveryCode, Passkey}  # on the page of one's own account
    inline |= {TranslationMark, TravelTime}  # marks are the translators' page's
    inline |= {ModeratedTable}  # on the page of the role
    inline |= {ActProject, ActRegion}
    inline |= {AcceptedDifference, ArchiveFault}  # on the page of the act at its desk
    inline |= {
        ActLink,
        Article,
        AuthenticText,
        Commitment,  # at the desk, on the page of its act
        CommitmentReport,  # at the desk, on the page of its commitment
        FollowUp,  # the questions to a contact stand at the desk
        FrozenFigures,
        Interest,
        Presentation,
    }
    inline |= {
        ProjectContact,
        ProjectFile,
        ProjectNews,
        Signatory,
        Signing,
        TextApproval,
    }  # of project and act
    inline |= {ReadingOf, Answer, Clarification, MatchKey, OrganisationSector, ProposedChange, SheetRow, Spreadsheet}
    names = ["accounts", "audit", "taskforce_sessions", "tables", "participants", "agreements", "documents"]
    ours = {model for name in names for model in apps.get_app_config(name).get_models()}
    assert ours - inline == {model for model in admin.site._registry if model in ours}
    assert set(LABELS) == set(MAKERS)


@pytest.mark.parametrize("label", LABELS)
def test_a_list_costs_the_same_for_one_row_and_for_three(client, staff, label):
    MAKERS[label]()
    url = address(label, "changelist")
    counts = []
    for more in (0, 2):
        for _number in range(more):
            MAKERS[label]()
        client.get(url)  # content types are remembered from here on, and whose data was shown is on record
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts == [LIST_QUERIES[label]] * 2


@pytest.mark.parametrize("label", LABELS)
def test_no_field_offers_rows_in_a_plain_select(client, staff, label):
    """Rows are found by typing; only groups and permissions, which are few, are listed."""
    row = MAKERS[label]()
    page = client.get(address(label, "change", row.pk))
    assert page.status_code == 200
    forms = [
        page.context["adminform"].form,
        *(f for s in page.context["inline_admin_formsets"] for f in s.formset.forms),
    ]
    plain = {
        name
        for form in forms
        for name, field in form.fields.items()
        if hasattr(field, "queryset")
        and name not in {"groups", "user_permissions", "permissions"}
        and f'name="{form.add_prefix(name)}"' in page.text
        and "admin-autocomplete" not in str(form[name])
        and not form[name].is_hidden
    }
    assert plain == set()


@pytest.mark.parametrize("label", LABELS)
def test_what_only_acts_make_cannot_be_added_or_deleted(client, staff, label):
    row = MAKERS[label]()
    assert client.get(address(label, "add")).status_code == (403 if label in NO_ADD | TAKEN_BACK else 200)
    if label in NO_ADD:
        assert client.post(address(label, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert 'value="delete_selected"' not in client.get(address(label, "changelist")).text
    if label in ACTS_ONLY:
        assert client.post(address(label, "change", row.pk), {}).status_code == 403


@pytest.mark.parametrize("label", LABELS)
def test_no_input_makes_a_page_fail(client, staff, label):
    row = MAKERS[label]()
    url = address(label, "changelist")
    fields = OF_EVERY_LIST | {field.name for field in row._meta.get_fields()}
    for query in WRONG:
        if query.partition("=")[0].partition("__")[0] in fields:
            assert client.get(f"{url}?{query}").status_code < 500, query
    for key in ("abc", 10**30, "%00"):
        assert client.get(f"{url}{key}/change/").status_code < 500, key
        assert client.post(url, {"action": "delete_selected", "_selected_action": key}).status_code < 500
        assert client.get(f"{url}add/?session={key}&user={key}&venue={key}&speakers={key}").status_code < 500
    for page in (f"{url}add/", f"{url}{row.pk}/change/"):
        for value in ("abc", str(10**30), "\0", "0001-01-01", "9" * 3000):
            assert client.post(page, garbage(row, value)).status_code < 500, (page, value)


def test_an_impossible_request_gets_the_plain_list(client, staff):
    sessions.SessionFactory(title_it="Sessione di Bergamo")
    page = client.get(address("taskforce_sessions.session", "changelist") + f"?id__in=1,{10**30}", follow=True)
    assert page.redirect_chain == [("/admin/taskforce_sessions/session/?e=1", 302)]
    assert "Sessione di Bergamo" in page.text


def garbage(row, value: str) -> dict[str, str]:
    """A form in which every field, of the page and of its inlines, holds the same wrong text."""
    inlines = ["rooms", "organisers", "assignments", "aliases", "subsectors", "sittings", "parties", "delegates"]
    inlines += ["travel_times"]
    fields = {
        field.name: value for field in row._meta.get_fields() if getattr(field, "column", None) or field.many_to_many
    }
    dates = {f"{name}_{part}": value for name in fields for part in (0, 1)}
    counts = {f"{name}-{part}_FORMS": value for name in inlines for part in ("TOTAL", "INITIAL")}
    return {**fields, **dates, **counts, "action": value, "index": value, "upload": value, "_popup": value}


def test_a_row_that_nobody_can_mean_is_not_found_by_the_autocomplete(client, staff):
    one = item()
    url = reverse("admin:autocomplete")
    wish = {"app_label": "taskforce_sessions", "model_name": "programmeitem", "field_name": "room"}
    for extra in (
        {"page": "-1"},
        {"page": "x"},
        {"page": str(10**30)},
        {"term": "\0"},
        {"field_name": "title"},
        {"field_name": ""},
    ):
        assert client.get(url, {**wish, **extra}).status_code in (302, 403, 404)
    found = client.get(url, {**wish, "term": "sala"}).json()["results"]
    assert len(found) == 1
    assert found[0]["text"].startswith(f"{one.room}, Polo fieristico (")
    assert str(one.session.number) in found[0]["text"]


def test_years_a_calendar_cannot_hold_are_refused_beside_the_field(client, staff):
    one = sessions.SessionFactory()
    form = {"opens_at_0": "0001-01-01", "opens_at_1": "00:00", "starts_on": "9999-12-31", "timezone": "Europe/Rome"}
    page = client.post(address("taskforce_sessions.session", "change", one.pk), form)
    errors = page.context["adminform"].form.errors
    assert "opens_at" in errors
    assert "starts_on" in errors
    one.refresh_from_db()
    assert one.starts_on < dt.date(2100, 1, 1)
