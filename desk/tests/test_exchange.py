"""The pages on which tables are taken out: by whom, with which columns, and who gets the file."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from accounts.recent import SHOWN_AT
from accounts.tests.factories import StaffFactory
from agreements.models import Agreement
from desk.tests.conftest import PEOPLE, assigned, signed_in, staff
from documents.exchange import making
from documents.exchange.presets import minimal_of
from documents.models import ExportPreset, SheetExport
from participants.tests.factories import RegistrationFactory
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/25/exchange/"
WISH = {
    "columns": ["given_latin", "organisation"], "format": "csv", "of_side": "IT", "only_confirmed": "on",
    "purpose": "Badges", "recipient": "The printer", "recipient_side": "IT",
}  # fmt: skip


def long_ago(client):
    """The client, as if the person had signed in an hour ago."""
    session = client.session
    session[SHOWN_AT] = int(time.time()) - 3600
    session.save()
    return client


def test_an_organiser_chooses_columns_keeps_them_and_gets_the_file_alone(session, delegate, django_assert_num_queries):
    user, colleague = assigned(session, "organiser"), assigned(session, "organiser")
    client = signed_in(user)
    page = client.get(PAGE).text
    assert [kind in page for kind in ("take-out/delegates/", "take-out/programme/", "take-out/regions/")] == [
        True, True, False,
    ]  # fmt: skip
    form = client.get(f"{PAGE}take-out/delegates/?set=badges").text
    assert form.count("checked") == 8
    assert "Mailing list" in form
    assert client.get(f"{PAGE}take-out/delegates/").text.count("checked") == 0
    assert client.get(f"{PAGE}take-out/regions/").status_code == 404

    kept = client.post(f"{PAGE}take-out/delegates/", {**WISH, "purpose": "", "keep": "1", "preset-name": "Names"})
    preset = ExportPreset.objects.get(user=user)
    assert (kept["Location"], preset.columns) == (f"{PAGE}take-out/delegates/?set={preset.pk}", WISH["columns"])
    assert client.get(kept["Location"]).text.count("checked") == 2
    assert "Names" not in signed_in(colleague).get(f"{PAGE}take-out/delegates/").text

    refused = client.post(f"{PAGE}take-out/delegates/", {**WISH, "purpose": ""})
    assert (refused.status_code, "The printer" in refused.text) == (200, True)
    assert (
        client.post(f"{PAGE}take-out/delegates/", WISH)["Location"] == f"{PAGE}#export-{SheetExport.objects.get().pk}"
    )
    export = SheetExport.objects.get()
    making.run_export(export.pk)
    file = f"{PAGE}{export.pk}/file/"
    assert long_ago(signed_in(user)).get(file)["Location"].startswith("/en/accounts/again/?next=")
    answer = client.get(file)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode("utf-8-sig").splitlines()[1].endswith(";Anna")
    assert signed_in(colleague).get(file).status_code == 404
    assert signed_in(colleague).get(PAGE).text.count("/file/") == 0
    assert client.get(f"{PAGE}{export.pk}/status/").json() == {"state": "done", "percent": 100, "words": "Ready"}
    for number in (1, 3):
        SheetExport.objects.exclude(pk=export.pk).delete()
        for _one in range(number):
            SheetExport.objects.create(session=session, kind="programme", requested_by=colleague, columns=["id"])
        with django_assert_num_queries(7):
            client.get(PAGE)
    assert client.post(f"{PAGE}sets/{preset.pk}/remove/").status_code == 302
    assert not ExportPreset.objects.exists()


def test_a_list_for_the_other_side_is_approved_or_refused_by_another_on_the_page(session, delegate):
    user, second = assigned(session, "organiser"), assigned(session, "organiser")
    other_side = {**WISH, "recipient_side": "RU", "format": "xlsx"}
    page = signed_in(user).post(f"{PAGE}take-out/delegates/", {**other_side, "columns": ["email"]})
    assert "holds no more than the set" in page.text
    other_side["columns"] = list(minimal_of("delegates"))
    for _number in range(2):
        signed_in(user).post(f"{PAGE}take-out/delegates/", other_side)
    first, last = SheetExport.objects.order_by("pk")
    assert "/decide/" not in signed_in(user).get(PAGE).text
    assert signed_in(second).get(PAGE).text.count("/decide/") == 2
    for by, export, posted, state in (
        (user, first, {"approve": "1"}, "asked"),
        (second, first, {"refuse": "1"}, "asked"),
        (second, first, {"refuse": "1", "refusal": "Not <b>now</b>"}, "refused"),
        (second, last, {"approve": "1"}, "queued"),
    ):
        signed_in(by).post(f"{PAGE}{export.pk}/decide/", posted)
        export.refresh_from_db()
        assert export.state == state
    text = signed_in(user).get(PAGE).text
    assert "Not &lt;b&gt;now&lt;/b&gt;" in text
    assert f"Approved by:</strong> {second}" in text
    assert signed_in(user).post(f"{PAGE}{last.pk}/stop/").status_code == 302
    last.refresh_from_db()
    assert last.state == "stopped"


def test_the_ministry_takes_out_what_belongs_to_no_session_by_its_permissions(session):
    Agreement.objects.create(session=session, title_it="Intesa", kind="mou")
    rights = ("documents.view_sheetexport", "documents.add_sheetexport", "agreements.view_agreement")
    user = staff(*rights)
    client = signed_in(user)
    page = client.get("/en/exchange/").text
    assert ("take-out/agreements/" in page, "take-out/organisations/" in page) == (True, False)
    assert client.get("/en/exchange/take-out/organisations/").status_code == 404
    form = client.get("/en/exchange/take-out/agreements/").text
    assert "Purpose" not in form
    assert form.count("checked") == 15
    answer = client.post("/en/exchange/take-out/agreements/", {"columns": ["title_it", "session"], "format": "xlsx"})
    export = SheetExport.objects.get()
    assert answer["Location"] == f"/en/exchange/#export-{export.pk}"
    making.run_export(export.pk)
    assert client.get(f"/en/exchange/{export.pk}/file/").status_code == 200
    assert client.get(f"/en/desk/25/exchange/{export.pk}/file/").status_code == 404
    for person in set(PEOPLE) - {"anonymous", "inactive organiser", "superuser"}:
        others = signed_in(PEOPLE[person](session))
        assert others.get("/en/exchange/").status_code == 404, person
        assert others.post("/en/exchange/take-out/agreements/", {}).status_code == 404, person
    assert signed_in(None).get("/en/exchange/").status_code == 302
    boss = signed_in(StaffFactory(language="en"))
    assert "/en/exchange/take-out/organisations/" in boss.get("/admin/participants/organisation/").text
    assert f"/en/exchange/#export-{export.pk}" in boss.get("/admin/documents/sheetexport/").text


def test_ticked_registrations_are_taken_out_at_the_desk_of_their_session(session, delegate):
    client = signed_in(StaffFactory(language="en"))
    other = RegistrationFactory(session=session)
    ticked = {"action": "export", "_selected_action": delegate.registration_id}
    answer = client.post("/admin/participants/registration/", ticked)
    assert answer["Location"] == f"{PAGE}take-out/registrations/?ticked=1"
    page = client.get(answer["Location"]).text
    assert f'name="rows" value="{delegate.registration_id}"' in page
    wish = WISH | {"columns": ["id"], "rows": str(delegate.registration_id)}
    del wish["only_confirmed"]
    client.post(f"{PAGE}take-out/registrations/", wish)
    export = SheetExport.objects.get()
    making.run_export(export.pk)
    export.refresh_from_db()
    assert (export.rows, export.number) == ([delegate.registration_id], 1)
    history = client.get(reverse("admin:participants_delegate_history", args=[delegate.pk])).text
    assert "<strong>Exported</strong>: Registrations" in " ".join(history.split())
    assert "Badges → The printer (IT); E" in history
    for bad in ("x", "1" * 20, "1," * 30000):
        assert client.post(f"{PAGE}take-out/registrations/", wish | {"rows": bad}).status_code == 200
    far = RegistrationFactory(session=SessionFactory(number=26))
    several = {"action": "export", "_selected_action": [other.pk, far.pk]}
    assert "of one session alone" in client.post("/admin/participants/registration/", several, follow=True).text
    answer = client.post("/admin/taskforce_sessions/session/", {"action": "export", "_selected_action": session.pk})
    assert answer["Location"] == f"{PAGE}take-out/registrations/"


def test_no_field_out_of_sight_holds_a_browser_back(session):
    """The name of a set stands in closed details: a browser would refuse to send the form without saying why."""
    page = signed_in(assigned(session, "organiser")).get(f"{PAGE}take-out/delegates/").text
    field = page.split('name="preset-name"')[1].split(">")[0]
    assert "required" not in field.replace("requiredField", "")
