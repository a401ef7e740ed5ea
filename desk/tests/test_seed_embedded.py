"""The command seed_embedded: what make run shows on a machine where it never ran."""

import datetime as dt
import json
import stat
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from desk import seed
from documents.models import ProgrammeVersion
from participants.models import CheckIn, Delegate, PrivacyNotice, ProposedChange, Registration
from sessions.models import Session
from tables.models import ModeratedTable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.EMBEDDED = True  # whatever database the tests run on


def run() -> list[str]:
    out = StringIO()
    call_command("seed_embedded", stdout=out)
    return out.getvalue().splitlines()


def test_the_whole_seed(settings, django_assert_num_queries):
    first, *lines = run()
    assert first.startswith("How to sign in at http://127.0.0.1:8000/it/accounts/sign-in/")
    assert [line.split()[0] for line in lines] == [account.email for account in seed.ACCOUNTS]
    path = settings.VAR_DIR / "accounts.txt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    for line in lines:
        email, password = line.split()[:2]
        assert len(password) >= 16
        assert authenticate(username=email, password=password).email == email
    administrator = User.objects.get(email="amministrazione@example.org")
    assert (administrator.is_staff, administrator.is_superuser) == (True, True)
    assert administrator.groups.get().name == "Ministry administrators"
    assigned = User.objects.filter(is_staff=False, assignments__session__number__in=(25, 29, 30))
    roles = assigned.values_list("email", "assignments__role", "assignments__side").annotate(Count("assignments"))
    assert sorted(roles) == [
        ("accoglienza@example.org", "check_in", "", 3),
        ("lettura@example.org", "read_only", "", 3),
        ("moderatore@example.org", "moderator", "", 3),
        ("organizzatore@example.org", "organiser", "", 3),
        ("parterussa@example.org", "office", "RU", 3),
        ("traduttore@example.org", "translator", "", 3),
    ]
    moderated = ModeratedTable.objects.values_list("table__session__number", "table__number")
    assert sorted(moderated) == [(25, 1), (29, 1), (30, 1)]

    assert Session.objects.count() == 30
    ural = Session.objects.get(number=30)
    assert (ural.is_demonstration, ural.timezone) == (True, "Asia/Yekaterinburg")
    released = ProgrammeVersion.objects.values_list("session__number", "number")
    assert sorted(released) == [(29, 1), (30, 1)]
    bergamo = Session.objects.get(number=25)
    assert Delegate.objects.filter(session=bergamo, side="IT").confirmed().count() == 310
    assert Delegate.objects.filter(session=bergamo, side="RU").confirmed().count() == 83
    assert 250 < CheckIn.objects.filter(delegate__session=bergamo, day=1).count() < 393

    demonstration = Session.objects.get(number=29)
    today = timezone.now().date()
    assert demonstration.is_demonstration
    assert demonstration.is_open()
    assert dt.timedelta(days=57) <= demonstration.starts_on - today <= dt.timedelta(days=63)
    assert demonstration.starts_on.weekday() == 2
    assert dt.timedelta(days=25) < demonstration.closes_at - timezone.now() < dt.timedelta(days=33)
    assert timezone.now() - demonstration.opens_at > dt.timedelta(days=6)
    states = set(Registration.objects.filter(session=demonstration).values_list("state", flat=True))
    assert states == {"draft", "submitted", "under_review", "confirmed", "wait_listed", "declined", "cancelled"}

    asked = demonstration.questions.all()
    assert len(asked) == 5
    assert asked[1].shown_if.question == asked[0]
    for question in asked:
        question.full_clean()
        assert all((question.label_it, question.label_ru, question.label_en))

    wishes = ProposedChange.objects.filter(registration__session=demonstration, approved=None)
    assert sorted(wishes.values_list("registration__organisation__side", flat=True)) == ["IT", "RU"]
    for wish in wishes:
        assert wish.after == f"{wish.registration.organisation.name_latin} Group"

    # Run again: one query to find out, the same lines, nothing more.
    with django_assert_num_queries(1):
        assert run() == [first, *lines]
    assert Registration.objects.count() == 250


def test_an_interrupted_seed_is_finished(settings):
    run()
    User.objects.filter(email="lettura@example.org").delete()
    starts_on = Session.objects.get(number=29).starts_on
    run()
    assert User.objects.get(email="lettura@example.org").assignments.count() == 3
    assert (Session.objects.count(), Registration.objects.count()) == (30, 250)
    assert ProposedChange.objects.count() == 2
    assert Session.objects.get(number=29).starts_on == starts_on


def test_an_account_that_is_new_leaves_the_others_their_passwords(settings):
    before = run()
    path = settings.VAR_DIR / "accounts.txt"
    path.write_text("".join(f"{line.strip()}\n" for line in before[1:] if "traduttore" not in line), encoding="utf-8")
    User.objects.filter(email="traduttore@example.org").delete()
    after = run()
    assert after[:-1] == before[:-1]
    email, password = after[-1].split()[:2]
    assert authenticate(username=email, password=password).email == "traduttore@example.org"


def test_a_lost_accounts_file_means_new_passwords(settings):
    before = run()
    (settings.VAR_DIR / "accounts.txt").unlink()
    after = run()
    assert [line.split()[0] for line in after[1:]] == [line.split()[0] for line in before[1:]]
    email, password = after[2].split()[:2]
    assert authenticate(username=email, password=password)
    assert authenticate(username=email, password=before[2].split()[1]) is None


def test_it_refuses_in_production(settings):
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="it is for the embedded run only"):
        call_command("seed_embedded")
    assert not User.objects.exists()
    assert not Session.objects.exists()


def test_the_privacy_notice_is_worth_reading():
    notice = seed.current_notice()
    assert (notice.version, PrivacyNotice.objects.count()) == ("2026-1", 1)
    assert seed.current_notice() == notice
    for text, words in (
        (notice.text_it, ("Titolare", "compito di interesse pubblico", "Federazione Russa", "reclamo al Garante")),
        (notice.text_en, ("controller", "public interest", "Russian Federation", "lodge a complaint")),
        (notice.text_ru, ("Контролёром", "в общественных интересах", "Российской Федерацией", "подать жалобу")),
    ):
        assert len(text.split("\n\n")) == 10
        for word in words:
            assert word in text


@pytest.mark.parametrize("today", [dt.date(2026, 2, 27), dt.date(2026, 12, 31), dt.date(2028, 2, 29)])
def test_dates_are_moved_together(today):
    told = json.loads((settings.DATA_DIR / "demo-session.json").read_text(encoding="utf-8"))
    moved = seed.move_dates(told, today)
    starts = dt.date.fromisoformat(moved["starts_on"])
    assert starts.weekday() == 2
    assert 57 <= (starts - today).days <= 63
    assert dt.date.fromisoformat(moved["ends_on"]) - starts == dt.timedelta(days=1)
    opens = dt.datetime.fromisoformat(moved["registration"]["opens_at"])
    assert (starts - opens.date()).days == 70
    assert opens.utcoffset() == dt.timedelta(hours=4)
    assert moved["programme"] == told["programme"]
