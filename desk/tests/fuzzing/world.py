"""A row of everything, a session in full work, and a browser for each role."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts import life
from accounts.models import Invitation, SavedFilter, User
from accounts.recent import show
from accounts.tests.factories import StaffFactory
from agreements.models import Agreement
from desk.tests.admin_rows import MAKERS
from desk.tests.conftest import PEOPLE, signed_in
from desk.tests.fuzzing.walk import Address
from documents.models import Document, SheetExport, SheetImport
from documents.releasing import release_programme
from participants import services
from participants.enums import LinkPurpose
from participants.links import make_link
from participants.models import Clarification, Delegate, ProposedChange, Registration
from participants.tests.entering import enter
from participants.tests.factories import DelegateFactory, OrganisationFactory, RegistrationFactory
from participants.tests.filling import ANNA, IVAN, draft
from participants.tests.questions import ask, choice
from participants.tests.sheets import company, xlsx
from sessions.models import Session
from sessions.tests import factories as sessions
from sessions.tests.factories import AssignmentFactory
from tables import services as programme
from tables.models import TableSitting
from tables.tests.factories import ThematicTableFactory
from taskforce import uploads
from taskforce.tests import files

AT_THE_DESK = ("organiser", "moderator", "office", "translator", "check-in", "read only")
COMPANIES = ("contact", "delegate", "offered", "chamber", "draft", "knocking", "verifying", "returning", "invited",
             "anonymous")  # fmt: skip
# Who is sent where: the first that fits.
SENT_TO = (
    (r"admin/", ("superuser",)),
    (r"en/desk/", ("superuser", *AT_THE_DESK)),
    (r"en/sessions/.*/returning/begin/", ("returning", "anonymous")),
    (r"en/sessions/.*/register/$", ("anonymous", "draft")),
    (r"en/sessions/.*/register/", ("draft",)),
    (r"en/my/person/", ("delegate", "offered")),
    (r"en/my/spreadsheet/", ("chamber",)),
    (r"en/my/enter/", ("knocking",)),
    (r"en/my/verify/", ("verifying",)),
    (r"en/my/", ("contact", "delegate")),
    (r"en/accounts/invitation/", ("invited", "anonymous")),
    (r"en/(documents|accounts|help|exchange)/", ("superuser", "organiser", "anonymous")),
    (r"", ("anonymous",)),
)
# What stands in an address beside keys and rows.
WORDS = {
    "language": ("en",), "form": ("it-ru", "x"), "number": ("1", "0"), "code": ("IT-25",), "name": ("organisers",),
    "uidb64": ("MQ",), "ident": ("1", "x"), "kind": ("delegates", "organisations"), "app_label": ("participants",),
    "url": ("nowhere",), "content_type_id": ("1",),
}  # fmt: skip


@dataclass
class World:
    browsers: dict[str, Client]
    rows: dict[str, Model]  # a row of each list of the administration, by its label
    keys: list[int]  # of whatever stands at session 25 and at the pages of its company
    token: str

    def roles_at(self, address: Address) -> tuple[str, ...]:
        """Who is sent to an address."""
        return next(roles for start, roles in SENT_TO if re.match(start, address.route))

    def paths(self, address: Address) -> list[str]:
        """The address with something in place of each thing it names; several where a key may be of anything."""
        found = [re.sub(r"<session_ref:\w+>", "25", "/" + re.sub(r"[\^$]", "", address.route))]
        for name in re.findall(r"<(?:\w+:)?(\w+)>", found[0]):
            values = self.values(address, name)
            place = re.compile(rf"(\(\?P)?<(\w+:)?{name}>([^/]*?\))?")
            found = [place.sub(value, one, count=1) for one in found for value in values]
        return found

    def values(self, address: Address, name: str) -> tuple[str, ...]:
        if name == "token":
            return (self.token, "x" * 43)
        if name in WORDS:
            return WORDS[name]
        if not address.route.startswith("admin/"):
            return tuple(map(str, self.keys))
        parts = address.route.split("/")
        row = self.rows.get(name if "other_pk" in address.route else ".".join(parts[1:3]))
        if "filters" in parts:
            row = SavedFilter.objects.first()
        return (str(row.pk if row else 1),)


def make_world() -> World:
    """Make it all. Rows of the administration's lists stand at sessions of their own."""
    session = make_session()
    superuser = StaffFactory(is_staff=True, language="en")
    rows = {label: make() for label, make in MAKERS.items()}
    rows["pk"], rows["other_pk"] = RegistrationFactory.create_batch(  # of one body, to compare and to merge
        2, session=session, organisation__name_latin="Officine Brembo", organisation__name_key="officine brembo"
    )
    SavedFilter.objects.create(user=superuser, page="participants.registration", name="x", query="state=draft")
    registration, anna = make_company(session)
    browsers = {name: shown_lately(signed_in(PEOPLE[name](session))) for name in AT_THE_DESK}
    browsers["superuser"] = shown_lately(signed_in(superuser))
    browsers |= {name: Client() for name in COMPANIES}
    enter(browsers["contact"], registration)
    enter(browsers["delegate"], registration, anna)
    enter(browsers["offered"], registration, registration.delegates.get(accept_by__isnull=False))
    enter(browsers["chamber"], make_chamber(session))
    draft(browsers["draft"], session, ANNA, IVAN | {"family_latin": "Ivanov", "given_latin": "Ivan"})
    RegistrationFactory(session__status="held", contact_email=registration.contact_email)  # to begin again with
    for name, purpose in (("knocking", "my"), ("verifying", "verify_email"), ("returning", "returning")):
        knock(browsers[name], registration, LinkPurpose(purpose))
    be_invited(browsers["invited"], session, superuser)
    token = make_link(registration, LinkPurpose.CALENDAR, timezone.now(), delegate=anna)
    for browser in browsers.values():
        browser.raise_request_exception = False
    return World(browsers, rows, keys_of(session, registration), token)


def shown_lately(browser: Client) -> Client:
    """Who signed in a moment ago: pages that give personal data away open."""
    session = browser.session
    show(SimpleNamespace(session=session))
    session.save()
    return browser


def make_session() -> Session:
    session = sessions.SessionFactory(
        number=25, capacity_it=4, acceptance_hours=24, conditions_it="Puntuali.", conditions_en="Be on time."
    )
    room = sessions.RoomFactory(venue__session=session)
    item = sessions.ProgrammeItemFactory(session=session, venue=room.venue, room=room)
    sessions.ProgrammeItemFactory(session=session, day=2, starts=dt.time(11), ends=None)
    item.speakers.add(sessions.OfficialFactory(session=session))
    TableSitting.objects.create(table=ThematicTableFactory(session=session), item=item)
    ThematicTableFactory(session=session)
    sessions.CompanyVisitFactory(session=session)
    release_programme(session)
    programme.move_line(item, day=2, starts=dt.time(15), by=StaffFactory())  # to take back, and to release
    make_acts_and_documents(session)
    for moment in ("before", "after"):
        ask(session, f"Stand? {moment}", "choice", "Yes", "No", moment=moment)
        for kind in ("text", "date", "number", "file"):
            ask(session, f"{kind} {moment}", kind, moment=moment)
            ask(session, f"{kind} {moment} of each", kind, moment=moment, audience="delegate")
    return session


def make_acts_and_documents(session: Session) -> None:
    signed = Agreement(session=session, title_it="Intesa", status="signed", kind="mou", is_public=True)
    signed.signed_on, signed.file_sha256 = dt.date(2016, 10, 6), hashlib.sha256(files.pdf()).hexdigest()
    signed.file.save("intesa.pdf", ContentFile(files.pdf()))
    wish = {"session": session, "kind": "programme", "format": "pdf"}
    Document.objects.create(language="it", state="failed", error="No paper", **wish)
    Document.objects.create(language="ru", **wish)
    asked = {"session": session, "kind": "programme"}
    SheetExport.objects.create(columns=["id"], **asked)
    SheetImport.objects.create(file_name="lines.xlsx", **asked)


def make_company(session: Session) -> tuple[Registration, Delegate]:
    """A confirmed company with a delegate who has a place, one who is offered a place and one who waits."""
    registration = RegistrationFactory(
        session=session, state="confirmed", organisation__vat_number="00743110157", in_catalogue=True, language="en"
    )
    anna = DelegateFactory(registration=registration, place="confirmed")
    DelegateFactory(registration=registration, place="confirmed", accept_by=timezone.now() + dt.timedelta(hours=9))
    DelegateFactory(registration=registration, place="waiting", queue_number=1)
    Clarification.objects.create(registration=registration, question="Quali macchine?")
    ProposedChange.objects.create(registration=registration, field="name_latin", before="A", after="B")
    stand, kept = session.questions.get(label_it="Stand? before"), session.questions.get(label_it="file before")
    upload = uploads.checked(SimpleUploadedFile("Profilo.pdf", files.pdf()))
    services.save_answers(registration, {(stand.pk, None): choice(stand, "Yes").pk, (kept.pk, None): upload})
    return registration, anna


def make_chamber(session: Session) -> Registration:
    """A chamber whose spreadsheet of companies was read and is not registered yet."""
    body = OrganisationFactory(category="chamber", name_latin="Camera di commercio di Bergamo")
    chamber = RegistrationFactory(session=session, organisation=body, language="en")
    browser = Client()
    enter(browser, chamber)
    book = SimpleUploadedFile("a.xlsx", xlsx([company(number) for number in range(1, 4)]))
    browser.post("/en/my/spreadsheet/", {"file": book})
    return chamber


def knock(browser: Client, registration: Registration, purpose: LinkPurpose) -> None:
    """Follow a link that a mail holds, as far as the page with its button."""
    ways = {
        LinkPurpose.MY: "my/link/{}/",
        LinkPurpose.VERIFY_EMAIL: "my/verify/{}/",
        LinkPurpose.RETURNING: f"sessions/{registration.session.ref}/register/returning/{{}}/",
    }
    browser.get("/en/" + ways[purpose].format(make_link(registration, purpose, timezone.now())))


def be_invited(browser: Client, session: Session, by: User) -> None:
    """Somebody is offered an account and a role, and has followed the link of the mail."""
    user = life.offer_account("invited@example.org", "Ivo Rossi", "en", by)
    AssignmentFactory(session=session, user=user, role="read_only")
    day = timezone.now() + dt.timedelta(days=1)
    Invitation.objects.filter(user=user).update(token_hash=life.hash_of("invited"), expires_at=day)
    browser.get("/en/accounts/invitation/invited/")


def keys_of(session: Session, registration: Registration) -> list[int]:
    """One or two of each kind: an address of the desk or of my/ names one of them."""
    kinds = (
        session.items.all(),
        session.tables.all()[:1],
        session.assignments.order_by("pk")[:1],
        session.assignments.order_by("-pk")[:1],
        registration.delegates.all(),
        registration.clarifications.all(),
        registration.answers.exclude(file=""),
        *(model.objects.filter(session=session) for model in (Document, SheetExport, SheetImport)),
        Agreement.objects.filter(session=session),
    )
    return sorted({row.pk for rows in kinds for row in rows})
