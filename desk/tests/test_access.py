"""Every address of the desk, for every kind of user."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from agreements.models import Agreement, Project, ProjectFile, SignedFile, Signing
from agreements.protocol import protocol_of
from desk.tests.conftest import PEOPLE, make_delegate, signed_in
from documents.models import Document, SheetExport, SheetImport
from documents.protocol.drawing import draw_up
from participants.models import CheckIn, Delegate
from sessions.models import Assignment, ProgrammeItem, Session
from sessions.tests.factories import AssignmentFactory, ProgrammeItemFactory, SessionFactory
from tables.tests.factories import ThematicTableFactory

STAFF = {name for name in PEOPLE if name.startswith("staff")} | {"superuser"}
ROLES = {"read only", "check-in", "organiser", "moderator", "office", "translator"}
LOOKERS = {"read only", "organiser"} | STAFF
ATTENDING = LOOKERS | {"check-in"}
TICKERS = {"check-in", "organiser", "staff that may tick", "superuser"}
PREPARERS = {"organiser", "staff that may prepare", "superuser"}
PREPARING = {"organiser", "superuser"}
RELEASERS = {"organiser", "superuser"}
READERS = LOOKERS | {"translator", "office"}
TRANSLATORS = {"organiser", "translator", "office", "staff that may translate", "superuser"}
PLANNERS = {"organiser", "staff that may plan", "superuser"}
AT_TABLES = LOOKERS | {"moderator"}
REVIEWERS = {"organiser", "moderator", "superuser"}
OF_SIDES = LOOKERS | {"office"}
DECIDERS = {"office", "staff that may decide", "superuser"}
GIVERS = {"organiser", "staff that may give roles", "superuser"}
SIGNED_OUT = {"anonymous", "inactive organiser"}

# name of the address: for a GET and for a POST, who gets which answer; everybody else gets 404. No POST: it takes none.
READ_ONLY = {"get": {200: LOOKERS}}
ADDRESSES = {
    "home": {"get": {200: ROLES | STAFF | {"stranger"}}},
    "session": {"get": {200: LOOKERS, 302: ROLES - LOOKERS}},  # who sees a part of it is led there
    "programme": READ_ONLY,
    "programme_add": {"get": {200: PLANNERS}, "post": {200: PLANNERS}},  # what is posted here is no line
    "programme_undo": {"get": {302: LOOKERS}, "post": {302: PLANNERS}},
    "programme_redo": {"get": {302: LOOKERS}, "post": {302: PLANNERS}},
    "programme_copy_day": {"get": {200: PLANNERS}, "post": {200: PLANNERS}},
    "programme_copy_structure": {"get": {200: PLANNERS}, "post": {200: PLANNERS}},
    "programme_line": {"get": {200: PLANNERS}, "post": {200: PLANNERS}},
    "programme_move": {"get": {302: LOOKERS}, "post": {302: PLANNERS}},
    "programme_remove": {"get": {302: LOOKERS}, "post": {302: PLANNERS}},
    "clashes": READ_ONLY,
    "translations": {"get": {200: READERS}, "post": {302: TRANSLATORS}},
    "release": {"get": {200: LOOKERS}, "post": {200: RELEASERS}},  # without lines it says so on the page
    "delegation": {"get": {200: OF_SIDES}},
    "changes": {"get": {200: OF_SIDES}, "post": {200: DECIDERS}},  # nothing is ticked
    "tables": {"get": {200: AT_TABLES}},
    "table": {"get": {200: AT_TABLES}},
    "table_projects": {"get": {200: AT_TABLES}, "post": {302: REVIEWERS}},
    "record": {"get": {200: AT_TABLES}, "post": {302: REVIEWERS}},  # the record that is posted is empty
    "carry_over": {"get": {200: REVIEWERS}, "post": {}},  # no project is named
    "dossier": {"get": {}},  # its file is not there
    "following": READ_ONLY,
    "life": {"get": {200: LOOKERS}, "post": {302: PREPARING}},  # no button is pressed
    "attendance": {"get": {200: ATTENDING}},
    "present": {"get": {302: ATTENDING}, "post": {302: TICKERS}},
    "undo": {"get": {302: ATTENDING}, "post": {302: TICKERS}},
    "documents": {"get": {200: LOOKERS}, "post": {302: PREPARERS}},
    "again": {"get": {302: LOOKERS}, "post": {302: PREPARERS}},
    "stop": {"get": {302: LOOKERS}, "post": {302: PREPARERS}},
    "session_file": {"get": {200: PREPARERS}},
    "exports": {"get": {200: PREPARING}},
    "export": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is ticked
    "export_stop": {"get": {302: PREPARING}, "post": {302: PREPARING}},
    "export_decide": {"get": {302: PREPARING}, "post": {302: PREPARING}},
    "export_file": {"get": {}},  # only who asked for it gets it
    "export_status": {"get": {200: PREPARING}},
    "preset_remove": {"get": {302: PREPARING}, "post": {}},  # one's own alone
    "imports": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # no file is chosen
    "import": {"get": {200: PREPARING}, "post": {302: PREPARING}},  # no button is pressed
    "import_faults": {"get": {}},  # nothing is refused
    "import_status": {"get": {200: PREPARING}},
    "projects": {"get": {200: AT_TABLES}},
    "project": {"get": {200: AT_TABLES}, "post": {200: REVIEWERS}},  # nothing is decided
    "project_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is typed
    "project_edit": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "project_place": {"get": {302: AT_TABLES}, "post": {302: REVIEWERS}},
    "project_reopen": {"get": {302: AT_TABLES}, "post": {302: REVIEWERS}},
    "project_document": {"get": {}},  # its file is not there
    "acts": READ_ONLY,
    "act": READ_ONLY,
    "act_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is typed
    "act_edit": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "act_sign": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "act_denounce": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "act_back": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "act_part_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "act_part": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "act_part_move": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "act_signing": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "signing_move": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "ceremony": READ_ONLY,
    "signed_file_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # no file is chosen
    "signed_file": READ_ONLY,
    "signed_file_status": READ_ONLY,
    "signed_file_download": {"get": {}},  # the file of this row is not there
    "signed_file_again": {"get": {302: PREPARING}, "post": {302: PREPARING}},
    "signed_file_remove": {"get": {302: PREPARING}, "post": {302: PREPARING}},
    "commitments": READ_ONLY,
    "commitment": {"get": {200: LOOKERS}, "post": {200: PREPARING}},  # nothing is reported
    "commitment_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is typed
    "commitment_change": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "commitment_remove": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "commitment_reminders": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "commitment_file": {"get": {}},  # its file is not there
    "statistics": READ_ONLY,
    "statistics_table": READ_ONLY,
    "protocol": {"get": {200: OF_SIDES}},
    "protocol_draw": {"get": {200: PREPARING}, "post": {302: PREPARING}},
    "protocol_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is written
    "protocol_approve": {"get": {302: OF_SIDES}, "post": {302: {"office", "superuser"}}},
    "protocol_part": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "protocol_do": {"get": {302: PREPARING}, "post": {302: PREPARING}},
    "text_add": {"get": {200: PREPARING}, "post": {200: PREPARING}},  # nothing is pasted
    "text": READ_ONLY,
    "text_edit": {"get": {200: PREPARING}, "post": {200: PREPARING}},
    "text_state": {"get": {302: LOOKERS}, "post": {302: PREPARING}},
    "text_file": {"get": {}},  # this text came without a file
    "text_beside": {"get": {200: LOOKERS}, "post": {200: PREPARING}},  # no reason is given
    "people": {"get": {200: GIVERS}, "post": {200: GIVERS}},  # nobody is named
    "invite_again": {"get": {302: GIVERS}, "post": {302: GIVERS}},
    "take": {"get": {302: GIVERS}, "post": {302: GIVERS}},
}
WISH = {"kind": "programme", "language": "it", "format": "pdf"}


@pytest.fixture
def failed(session) -> Document:
    return Document.objects.create(session=session, **WISH, state="failed", error="No paper")


def address(name: str, ref: str, delegate: int, document: int) -> str:
    """The address of a page of a session; of a line, table or role, of the first there is at session 25."""
    found = {"present": delegate, "undo": delegate, "again": document, "stop": document}
    if name in ("programme_line", "programme_move", "programme_remove"):
        item = ProgrammeItem.objects.first() or ProgrammeItemFactory(session=Session.objects.get(number=25))
        found[name] = item.pk
    if name.startswith("export_"):
        session = Session.objects.get(number=25)
        found[name] = SheetExport.objects.get_or_create(session=session, kind="programme", columns=["id"])[0].pk
    if name in ("import", "import_faults", "import_status"):
        session = Session.objects.get(number=25)
        found[name] = SheetImport.objects.get_or_create(session=session, kind="programme")[0].pk
    found |= {"export": "delegates", "preset_remove": 1}
    if name in ("table_projects", "record", "carry_over", "dossier"):
        found[name] = at_table(name, Session.objects.get(number=25))
    if name == "life":
        session = Session.objects.get(number=25)
        found[name] = Project.objects.get_or_create(session=session, title_it="Impianto", review="accepted")[0].pk
    if name == "table":
        found[name] = Session.objects.get(number=25).tables.first().pk
    if name == "act" or name.startswith("act_") or name == "signing_move":
        session = Session.objects.get(number=25)
        found[name] = of_act(name, Agreement.objects.get_or_create(session=session, title_it="Intesa")[0])
    if name == "signed_file_add":
        found[name] = Agreement.objects.get_or_create(session=Session.objects.get(number=25), title_it="Intesa")[0].pk
    elif name.startswith("signed_file"):
        act = Agreement.objects.get_or_create(session=Session.objects.get(number=25), title_it="Intesa")[0]
        row = {"agreement": act, "kind": "pades", "file": "signatures/2026/gone.pdf", "size": 1}
        found[name] = SignedFile.objects.get_or_create(sha256="0" * 64, defaults=row)[0].pk
    if name.startswith("commitment") and name != "commitments":
        found[name] = of_commitment(name)
    found["statistics_table"] = "years"
    if name.startswith("protocol_") and name != "protocol_draw":
        protocol_of(Session.objects.get(number=25)) or draw_up(Session.objects.get(number=25))
        found |= {"protocol_part": "heads", "protocol_do": "heads"}
    if name == "text_add":
        found[name] = Agreement.objects.get_or_create(session=Session.objects.get(number=25), title_it="Intesa")[0].pk
    elif name == "text" or name.startswith("text_"):
        found[name] = of_text(name)
    if name.startswith("project") and name not in ("projects", "project_add"):
        found[name] = of_project(name, Session.objects.get(number=25))
    if name in ("invite_again", "take"):
        found[name] = Assignment.objects.filter(session__number=25).earliest("pk").pk
    more = found.get(name)
    parts = (ref if name != "home" else None, *(more if isinstance(more, tuple) else (more,)))
    return reverse(f"desk:{name}", args=[part for part in parts if part])


def of_commitment(name: str) -> int | tuple:
    """What an address of a commitment names: the first of an act, or a new one where it was removed."""
    act = Agreement.objects.get_or_create(session=Session.objects.get(number=25), title_it="Intesa")[0]
    if name == "commitment_add":
        return act.pk
    commitment = act.commitments.first() or act.commitments.create(text_it="Un gruppo di lavoro")
    return (commitment.pk, 1) if name == "commitment_file" else commitment.pk


def at_table(name: str, session: Session) -> int | tuple:
    """What an address below the page of a table names: one at which an accepted project is presented."""
    table = session.tables.order_by("pk").first()
    if name in ("table_projects", "carry_over"):
        return table.pk
    project = Project.objects.get_or_create(session=session, title_it="Impianto", review="accepted")[0]
    row = table.presentations.get_or_create(session=session, project=project)[0]
    return table.pk, row.pk if name == "record" else 1


def of_text(name: str) -> int | tuple:
    """What an address of a text names: two of one act where they stand beside each other."""
    act = Agreement.objects.get_or_create(session=Session.objects.get(number=25), title_it="Intesa")[0]
    one, other = (act.texts.get_or_create(language=code)[0] for code in ("it", "ru"))
    return (one.pk, other.pk) if name == "text_beside" else one.pk


def of_project(name: str, session: Session) -> int | tuple:
    """What an address below the page of a project names: one that wishes the first table."""
    table = session.tables.order_by("pk").first()
    project = Project.objects.get_or_create(session=session, title_it="Filiera", wished_table=table)[0]
    if name != "project_document":
        return project.pk
    row = {"title": "Piano", "file": "projects/2026/gone.pdf", "size": 1}
    return project.pk, ProjectFile.objects.get_or_create(project=project, sha256="0" * 64, defaults=row)[0].pk


def of_act(name: str, act: Agreement) -> int | tuple:
    """What an address below the page of an act names."""
    Signing.objects.get_or_create(agreement=act)
    if name == "act_add":
        return ()
    if not name.startswith("act_part"):
        return act.pk
    party = act.parties.get_or_create(name_it="Camera")[0].pk
    return (act.pk, "parties") if name == "act_part_add" else (act.pk, "parties", party)


def test_every_address_of_the_desk_is_classified():
    reverse("desk:home")  # the root of all addresses registers the converters
    assert {pattern.name for pattern in get_resolver("desk.urls").url_patterns} == set(ADDRESSES)


@pytest.fixture
def rows(session, delegate, failed) -> tuple[int, int]:
    """A delegate, a failed document, a table and a role of the session: what its addresses name."""
    ThematicTableFactory(session=session)
    AssignmentFactory(session=session, role="read_only")
    return delegate.pk, failed.pk


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_gets_in(session, delegate, rows, name):
    """Each person tries with everything as it was before: what one of them did is taken back."""
    path = address(name, "25", *rows)
    found = {}
    for person, make in PEOPLE.items():
        client = signed_in(make(session))
        for method in ("get", "post"):
            with transaction.atomic():
                found[person, method] = one_try(client, method, path, delegate)
                transaction.set_rollback(True)
    assert found == {(person, method): expected(name, person, method, path) for person, method in found}


def one_try(client: Client, method: str, path: str, delegate: Delegate) -> tuple:
    """What somebody gets at an address, and whether anything happened of what only a post may do."""
    data = WISH | {"registration": delegate.registration_id} if method == "post" else None
    response = getattr(client, method)(path, data)
    goes = response.get("Location", "") if response.status_code == 302 else ""
    sign_in = goes if goes.startswith("/it/accounts/") else ""
    happened = CheckIn.objects.exists() or Document.objects.count() > 1
    return response.status_code, sign_in, happened


def expected(name: str, person: str, method: str, path: str) -> tuple:
    if person in SIGNED_OUT:
        return 302, f"/it/accounts/sign-in/?next={path}", False
    if method not in ADDRESSES[name]:
        return 405, "", False
    answers = ADDRESSES[name][method]
    answer = next((code for code, people in answers.items() if person in people), 404)
    return answer, "", method == "post" and answer == 302 and name in ("present", "documents", "again")


def test_whatever_one_may_do_at_a_session_opens_nothing_of_another(session, rows):
    """Somebody who has every role at another session tries every address of this one."""
    other = SessionFactory(number=31)
    user = PEOPLE["moderator"](other)
    for role in ("organiser", "check_in", "translator", "read_only"):
        AssignmentFactory(session=other, user=user, role=role)
    AssignmentFactory(session=other, user=user, role="office", side="IT")
    client = signed_in(user)
    assert client.get(reverse("desk:session", args=["31"])).status_code == 200
    for name in set(ADDRESSES) - {"home"}:
        path = address(name, "25", *rows)
        answers = [client.get(path).status_code, client.post(path, WISH).status_code]
        assert answers == [404, 404 if "post" in ADDRESSES[name] else 405], name


@pytest.mark.parametrize("name", [name for name in ADDRESSES if name != "home"])
def test_not_yours_and_not_there_answer_alike(session, delegate, failed, rows, name):
    stranger = signed_in(PEOPLE["stranger"](session))
    answers = [stranger.get(address(name, ref, delegate.pk, failed.pk)) for ref in ("25", "26")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(b"/25/", b"/26/") == answers[1].content


@pytest.mark.parametrize("ref", ["1" + "0" * 30, "0", "s0", "x", "%00"])
def test_an_address_no_session_can_have(organiser, ref):
    assert organiser.get(f"/it/desk/{ref}/").status_code == 404


@pytest.mark.parametrize("name", ["present", "undo", "again", "stop"])
def test_people_and_papers_of_another_session_are_out_of_reach(session, organiser, name):
    other = SessionFactory()
    person = make_delegate(other)
    paper = Document.objects.create(session=other, **WISH, state="failed", error="No paper")
    CheckIn.objects.create(delegate=person)
    assert organiser.post(address(name, "25", person.pk, paper.pk)).status_code == 404
    assert (CheckIn.objects.count(), Document.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("person", "page"),
    [("check-in", "attendance"), ("office", "delegation"), ("moderator", "tables"), ("translator", "translations")],
)
def test_who_sees_a_part_is_led_there_and_offered_nothing_else(session, person, page):
    text = signed_in(PEOPLE[person](session)).get("/en/desk/25/", follow=True).content.decode()
    menu = text.split('class="desk-pages"')[1].split("</nav>")[0]
    assert f'href="/en/desk/25/{page}/" aria-current="page"' in menu
    assert menu.count("<a ") == {"office": 3, "moderator": 2}.get(person, 1)


@pytest.mark.parametrize("person", ["check-in", "office", "moderator", "translator"])
def test_who_sees_a_part_gets_no_document(session, delegate, person):
    file = {"state": "done", "finished_at": timezone.now(), "file": "x", "file_sha256": "b" * 64}
    made = Document.objects.create(session=session, **WISH, **file)
    client = signed_in(PEOPLE[person](session))
    answers = [client.get(reverse(f"documents:{name}", args=[made.pk])).status_code for name in ("download", "status")]
    assert answers == [404, 404]
    assert signed_in(PEOPLE["read only"](session)).get(reverse("documents:status", args=[made.pk])).status_code == 200


def test_a_role_at_one_session_is_no_role_at_another(session, delegate):
    """Reading one session and ticking at another must not add up to ticking at both."""
    reader = PEOPLE["read only"](session)
    Assignment.objects.create(user=reader, session=SessionFactory(), role="organiser")
    client = signed_in(reader)
    assert client.post(reverse("desk:present", args=["25", delegate.pk])).status_code == 404
    assert client.get(reverse("desk:session", args=["25"])).status_code == 200


def test_home_lists_only_ones_own_sessions(session):
    other = SessionFactory(number=31)
    page = signed_in(PEOPLE["organiser"](session)).get("/it/desk/").content.decode()
    assert str(session) in page
    assert str(other) not in page


def test_home_without_any_session_says_so(db):
    page = signed_in(PEOPLE["staff that may look"](None)).get("/en/desk/").content.decode()
    assert "No session is assigned to you." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_as_many_queries_for_3_sessions_as_for_1(db, django_assert_num_queries, rows):
    SessionFactory.create_batch(rows)
    client = signed_in(PEOPLE["superuser"](None))
    with django_assert_num_queries(4):  # Django's session, user, count, sessions
        assert client.get("/it/desk/").content.decode().count("tf-card-title") == rows


def test_a_user_switched_off_while_signed_in_is_out(session):
    user = PEOPLE["organiser"](session)
    client: Client = signed_in(user)
    assert client.get("/it/desk/25/").status_code == 200
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/it/desk/25/").status_code == 302
