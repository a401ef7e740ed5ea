"""A row for every list of the administration, with what stands around it."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

from django.contrib.auth.models import Group
from django.utils import timezone
from post_office.models import Email

from accounts.models import Attempt
from accounts.tests.factories import UserFactory
from agreements.models import (
    Agreement,
    Interest,
    Party,
    Presentation,
    Project,
    ProjectContact,
    ProjectFile,
    ProjectNews,
    SignedFile,
)
from audit.models import Change
from audit.services import record_reading
from documents.models import Document, ExportPreset, SheetExport, SheetImport, VersionNotice
from documents.releasing import release_programme
from participants import emails
from participants.enums import MailKind
from participants.models import (
    AccessLink,
    CheckIn,
    Enquiry,
    ErasureRequest,
    MailLog,
    MailText,
    NotTheSame,
    Reminder,
    TableSeat,
    VisitSeat,
)
from participants.tests.factories import DelegateFactory, OrganisationFactory, PrivacyNoticeFactory, RegistrationFactory
from participants.tests.questions import ask
from sessions.models import (
    RegionAlias,
    SessionOrganiser,
    Source,
    SourcedFact,
    SourcedFigure,
    TravelTime,
)
from sessions.tests import factories as sessions
from tables import services as programme
from tables.models import TableSitting
from tables.tests.factories import SubsectorFactory, ThematicTableFactory

NUMBERS = itertools.count(1)
MAIL_KINDS = itertools.cycle(list(MailKind))
REGIONS = itertools.cycle(["IT-25", "IT-21", "RU-SVE", "RU-MOW", "IT-34", "RU-PNZ"])


def source(**fields):
    return Source.objects.create(session=sessions.SessionFactory(), key=f"s{next(NUMBERS)}", what="Il Sole", **fields)


def told_apart():
    one, other = OrganisationFactory(), OrganisationFactory()
    return NotTheSame.objects.create(first=one, second=other)


def figure():
    one = source()
    return SourcedFigure.objects.create(session=one.session, metric="presenti", value=315, source=one)


def fact():
    one = SourcedFact.objects.create(session=sessions.SessionFactory(), field="number", value="XXV")
    one.sources.add(source())
    return one


def agreement(**fields):
    title = f"Intesa {next(NUMBERS)}"
    one = Agreement.objects.create(session=sessions.SessionFactory(), kind="mou", title_it=title, **fields)
    Party.objects.create(agreement=one, name_it="Camera di commercio", organisation=OrganisationFactory())
    return one


def signed_file():
    row = {"kind": "pades", "file": "signatures/2026/x.pdf", "file_name": "x.pdf", "sha256": "0" * 64, "size": 9}
    return SignedFile.objects.create(agreement=agreement(), **row)


def project():
    table = ThematicTableFactory()
    one = Project.objects.create(
        session=table.session, title_it="Filiera", organisation=OrganisationFactory(), review="accepted"
    )
    Presentation.objects.create(project=one, session=table.session, table=table)
    whose = {"organisation": one.organisation, "name": "Anna", "email": "anna@example.org"}
    ProjectContact.objects.create(project=one, role="proposer", side="IT", **whose)
    ProjectFile.objects.create(project=one, title="Profilo", file="projects/2026/x.pdf", sha256="0" * 64, size=9)
    ProjectNews.objects.create(project=one, on=dt.date(2026, 5, 1), text="Firmato.", language="it", source="staff")
    Interest.objects.create(project=one, registration=RegistrationFactory(session=table.session), message="Sì")
    return one


def table():
    one = ThematicTableFactory(venue=None)
    one.venue = sessions.VenueFactory(session=one.session)
    one.room = sessions.RoomFactory(venue=one.venue)
    one.save()
    one.moderators.add(sessions.OfficialFactory(session=one.session))
    SubsectorFactory(table=one)
    TableSitting.objects.create(table=one, item=sessions.ProgrammeItemFactory(session=one.session))
    return one


def item():
    room = sessions.RoomFactory()
    one = sessions.ProgrammeItemFactory(session=room.venue.session, venue=room.venue, room=room)
    one.speakers.add(sessions.OfficialFactory(session=one.session))
    one.interpreters.add(sessions.InterpreterFactory(session=one.session))
    return one


def edit():
    one = item()
    programme.move_line(one, day=2, starts=None, by=UserFactory())
    return programme.undo_edit(programme.undoable(one.session), UserFactory())


def region():
    one = sessions.HostRegionFactory(code=next(REGIONS))
    alias = {"region": one, "alias": f"alias {one.code}"}
    RegionAlias.objects.get_or_create(key=f"alias {one.code.lower()}", defaults=alias)
    return one


def session():
    one = sessions.SessionFactory(host_region=region())
    SessionOrganiser.objects.create(session=one, name_it="Regione")
    sessions.AssignmentFactory(session=one)
    venues = sessions.VenueFactory.create_batch(2, session=one)
    TravelTime.objects.create(session=one, one=venues[0], other=venues[1], minutes=20)
    return one


def registration():
    delegate = DelegateFactory(registration__decided_by=UserFactory(), registration__organisation__region=region())
    TableSeat.objects.create(delegate=delegate, table=ThematicTableFactory(session=delegate.session))
    VisitSeat.objects.create(delegate=delegate, visit=sessions.CompanyVisitFactory(session=delegate.session))
    return delegate.registration


def link():
    return AccessLink.objects.create(
        registration=RegistrationFactory(),
        purpose="verify_email",
        token_hash=uuid.uuid4().hex * 2,
        expires_at=timezone.now(),
    )


def mail_line():
    row = registration()
    emails.send_received(row)
    return MailLog.objects.get(registration=row)


def reminder():
    return Reminder.objects.create(
        session=sessions.SessionFactory(), audience="contacts_confirmed", send_at=timezone.now(), subject="S", body="B"
    )


def enquiry():
    about = {"session": sessions.SessionFactory(), "name": "Anna", "email": "a@example.org", "text": "Quando?"}
    answered = {"answer": "Alle dieci.", "answered_at": timezone.now(), "answered_by": UserFactory()}
    return Enquiry.objects.create(client_token=uuid.uuid4(), **about, **answered)


def version():
    one = item()
    release_programme(one.session, UserFactory())
    one.title_it = f"Voce {next(NUMBERS)}"
    one.save()
    found = release_programme(one.session, UserFactory())
    VersionNotice.objects.create(version=found, delegate=DelegateFactory(), changes=[0])
    return found


def notice():
    return version().notices.get()


def choice():
    asked = ask(sessions.SessionFactory(), "Serve uno stand?", "choice", "Sì", "No")
    return asked.choices.first()


def reading():
    return record_reading(UserFactory(), "delegate", [DelegateFactory()])


MAKERS = {
    "accounts.attempt": lambda: Attempt.objects.create(user=UserFactory(), key="k", outcome="wrong_password"),
    "audit.change": lambda: Change.objects.get(table="accounts_user", row=UserFactory().pk),
    "audit.reading": reading,
    "accounts.user": lambda: sessions.AssignmentFactory().user,
    "auth.group": lambda: Group.objects.create(name=f"Gruppo {next(NUMBERS)}"),
    "taskforce_sessions.hostregion": region,
    "taskforce_sessions.session": session,
    "taskforce_sessions.assignment": sessions.AssignmentFactory,
    "taskforce_sessions.venue": lambda: sessions.RoomFactory().venue,
    "taskforce_sessions.room": sessions.RoomFactory,
    "taskforce_sessions.official": sessions.OfficialFactory,
    "taskforce_sessions.interpreter": sessions.InterpreterFactory,
    "taskforce_sessions.companyvisit": sessions.CompanyVisitFactory,
    "taskforce_sessions.programmeitem": item,
    "taskforce_sessions.source": source,
    "taskforce_sessions.sourcedfigure": figure,
    "taskforce_sessions.sourcedfact": fact,
    "tables.thematictable": table,
    "tables.programmeedit": edit,
    "participants.notthesame": told_apart,
    "participants.organisation": lambda: OrganisationFactory(region=region()),
    "participants.registration": registration,
    "participants.delegate": lambda: next(iter(registration().delegates.all())),
    "participants.tableseat": lambda: TableSeat.objects.get(delegate=registration().delegates.get()),
    "participants.visitseat": lambda: VisitSeat.objects.get(delegate=registration().delegates.get()),
    "participants.checkin": lambda: CheckIn.objects.create(delegate=DelegateFactory(), by=UserFactory()),
    "participants.privacynotice": lambda: PrivacyNoticeFactory(version=f"v{next(NUMBERS)}"),
    "participants.accesslink": link,
    "participants.erasurerequest": lambda: ErasureRequest.objects.create(
        registration=registration(), decided_by=UserFactory()
    ),
    "participants.mailtext": lambda: MailText.objects.create(kind=next(MAIL_KINDS), subject_it="Oggetto"),
    "participants.maillog": mail_line,
    "participants.reminder": reminder,
    "participants.enquiry": enquiry,
    "participants.question": lambda: choice().question,
    "participants.questionchoice": choice,
    "agreements.agreement": agreement,
    "agreements.project": project,
    "agreements.signedfile": signed_file,
    "documents.exportpreset": lambda: ExportPreset.objects.create(
        kind="delegates", name=f"Set {next(NUMBERS)}", columns=["email"], user=UserFactory()
    ),
    "documents.sheetexport": lambda: SheetExport.objects.create(
        kind="delegates",
        session=sessions.SessionFactory(),
        columns=["id"],
        purpose="Badges",
        recipient="The printer",
        recipient_side="IT",
        requested_by=UserFactory(),
    ),
    "documents.sheetimport": lambda: SheetImport.objects.create(
        kind="programme", session=sessions.SessionFactory(), file_name="lines.xlsx", requested_by=UserFactory()
    ),
    "documents.document": lambda: Document.objects.create(
        kind="programme", session=sessions.SessionFactory(), requested_by=UserFactory()
    ),
    "documents.programmeversion": version,
    "documents.versionnotice": notice,
    "post_office.email": lambda: Email.objects.create(
        from_email="a@example.org", to=["b@example.org"], subject="Adesione"
    ),
}
