"""The command that makes any document in its own process."""

import io

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from documents.models import Document
from sessions.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def render(*args) -> str:
    out = io.StringIO()
    call_command("render", *args, stdout=out)
    return out.getvalue()


def test_list_names_every_kind():
    lines = [line.split("\t")[:3] for line in render("list").splitlines()]
    languages = "it, ru, en, it+ru, it+en"
    days = [f"day-{number}" for number in range(1, 8)]
    for kind in ("programme", "summary", *days, "draft", "archive"):
        assert [kind, "pdf", languages] in lines
    assert ["attendance", "pdf, xlsx", "it, ru, en"] in lines


def test_the_suffix_says_the_format(tmp_path):
    SessionFactory(number=25)
    wishes = (("programme", "p.pdf", b"%PDF"), ("attendance", "a.pdf", b"%PDF"), ("attendance", "a.XLSX", b"PK"))
    for kind, name, start in wishes:
        output = tmp_path / name
        render(kind, "--session", "25", "--language", "ru", "--output", str(output))
        assert output.read_bytes().startswith(start)
    assert openpyxl.load_workbook(output).sheetnames
    assert not Document.objects.exists()


def test_a_session_without_a_number_has_its_key(tmp_path):
    session = SessionFactory(number=None)
    render("programme", "--session", f"s{session.pk}", "--output", str(tmp_path / "p.pdf"))
    assert (tmp_path / "p.pdf").exists()


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["nothing", "--session", "25", "--output", "x.pdf"], "no document of the kind"),
        (["programme", "--session", "26", "--output", "x.pdf"], "There is no session 26."),
        (["programme", "--session", "XXV", "--output", "x.pdf"], "neither the number"),
        (["programme", "--session", "9" * 30, "--output", "x.pdf"], "neither the number"),
        (["programme", "--session", "25", "--output", "x.xlsx"], "not made in this format"),
        (["programme", "--session", "25", "--output", "x"], "not made in this format"),
        (["programme", "--session", "25", "--language", "de", "--output", "x.pdf"], "not made in this language"),
        (["programme", "--session", "25", "--delegate", "1", "--output", "x.pdf"], "not about one delegate"),
        (["programme", "--session", "25", "--output", "nowhere/x.pdf"], "cannot be written: No such file"),
        (["programme"], "--session and --output are needed."),
    ],
)
def test_bad_input_is_one_line(args, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SessionFactory(number=25)
    with pytest.raises(CommandError) as error:
        render(*args)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)
    assert list(tmp_path.rglob("*.*")) == []
