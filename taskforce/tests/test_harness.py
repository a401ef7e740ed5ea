"""The harness proves itself: each check fails a test that deserves it and leaves alone one that does not."""

import re
from pathlib import Path

import post_office.mail
import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.template import Context, Origin, Template, engines
from django.utils import timezone, translation

pytest_plugins = ["pytester"]

OURS = settings.BASE_DIR / "templates" / "example.html"
PACKAGE = settings.BASE_DIR / ".venv" / "lib" / "site-packages" / "some" / "templates" / "example.html"


class Missing:
    """An object whose reverse relation is not there, as a one-to-one answers it."""

    @property
    def relation(self):
        error = LookupError("not there")
        error.silent_variable_failure = True
        raise error


def render(source: str, path: Path = OURS, **context: object) -> str:
    template = Template(source, origin=Origin(name=str(path)), engine=engines["django"].engine)
    return template.render(Context(context))


# --- Undefined template variables


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody }}",
        "{{ nobody.name }}",
        "{{ nobody|upper }}",
        "{{ nobody|default:'-' }}",
        "{% with name=nobody %}{{ name }}{% endwith %}",
        "{% load i18n %}{% blocktranslate with name=nobody %}Dear {{ name }}{% endblocktranslate %}",
        "{{ thing.relation }}",
    ],
)
def test_an_undefined_variable_in_a_template_of_ours_fails(source: str):
    with pytest.raises(pytest.fail.Exception, match=r"templates/example\.html"):
        render(source, thing=Missing())


@pytest.mark.parametrize(
    "source",
    [
        "{{ user.username }}",
        "{{ thing.relation|default:'' }}",
        "{% if nobody %}wrong{% endif %}",
        "{% if thing.relation %}wrong{% endif %}",
        "{% for one in nobody %}wrong{% endfor %}",
    ],
)
def test_asking_for_what_is_not_there_is_no_fault(source: str):
    assert render(source, user=AnonymousUser(), thing=Missing()) == ""


@pytest.mark.parametrize(
    "path", [PACKAGE, settings.BASE_DIR / "templates" / "admin" / "x.html", Path("/usr/share/x.html")]
)
def test_templates_of_others_render_as_in_production(path: Path):
    source = "{{ nobody }}{{ nobody|default:'default' }}{{ thing.relation }}"
    assert render(source, path, thing=Missing()) == "default"


def test_templates_of_mails_are_checked_too():
    template = Template("{{ nobody }}", origin=Origin(name=str(OURS)), engine=engines["post_office"].engine)
    with pytest.raises(pytest.fail.Exception, match="'nobody'"):
        template.render(Context())


# --- Logged errors and warnings: a test file of its own runs in an inner pytest

INNER = """
import logging, warnings
import pytest

def test_quiet():
    logging.getLogger("django.request").warning("Not Found", extra={"status_code": 404})
    logging.getLogger("portal").warning("only a warning")

def test_error():
    logging.getLogger("portal").error("the disk is full")

def test_answer_500():
    logging.getLogger("django.request").warning("Service Unavailable", extra={"status_code": 503})

def test_server_error():
    logging.getLogger("django.server").error("lost")

@pytest.fixture
def broken_set_up():
    logging.getLogger("portal").error("set up badly")

def test_error_in_set_up(broken_set_up):
    pass

@pytest.fixture
def broken_tear_down():
    yield
    logging.getLogger("portal").error("torn down badly")

def test_error_in_tear_down(broken_tear_down):
    pass

def test_claimed(expected_errors):
    logging.getLogger("portal").error("the disk is full")
    assert len(expected_errors.claim("disk")) == 1

def test_claimed_too_little(expected_errors):
    logging.getLogger("portal").error("the disk is full")
    logging.getLogger("portal").error("the mail is lost")
    expected_errors.claim("disk")

def test_claimed_for_nothing(expected_errors):
    expected_errors.claim("disk")

def test_warning():
    warnings.warn("old", DeprecationWarning)
"""
OUTCOMES = {
    "test_quiet": "PASSED",
    "test_error": "FAILED",
    "test_answer_500": "FAILED",
    "test_server_error": "FAILED",
    "test_error_in_set_up": "FAILED",
    "test_error_in_tear_down": "ERROR",
    "test_claimed": "PASSED",
    "test_claimed_too_little": "FAILED",
    "test_claimed_for_nothing": "FAILED",
    "test_warning": "FAILED",
}


def run_inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, source: str) -> str:
    """Run the tests of the source in a pytest of their own, under copies of our conftest.py and pytest.ini."""
    for name in ("conftest.py", "pytest.ini"):
        (pytester.path / name).write_text((settings.BASE_DIR / name).read_text(encoding="utf-8"), encoding="utf-8")
    pytester.makepyfile(test_inner=source)
    monkeypatch.setenv("PYTHONPATH", str(settings.BASE_DIR))
    return pytester.runpytest_subprocess("-rA", "test_inner.py").stdout.str()


def test_logged_errors_and_warnings_fail_the_test_they_come_from(pytester, monkeypatch):
    output = run_inner(pytester, monkeypatch, INNER)
    lines = re.findall(r"^(PASSED|FAILED|ERROR) test_inner\.py::(\w+)", output, flags=re.MULTILINE)
    assert {name: outcome for outcome, name in lines} == OUTCOMES
    assert "portal: the disk is full" in output
    assert "DeprecationWarning: old" in output


def test_an_unknown_marker_stops_the_run(pytester, monkeypatch):
    source = "import pytest\n\n@pytest.mark.unheard_of\ndef test_marked():\n    pass\n"
    assert "'unheard_of' not found in `markers`" in run_inner(pytester, monkeypatch, source)


# --- Every test starts from the same place


@pytest.mark.parametrize("turn", [1, 2])
def test_the_cache_is_empty_at_the_start_of_each_test(turn: int):
    assert cache.get("turn") is None
    cache.set("turn", turn)


@pytest.mark.parametrize("turn", [1, 2])
def test_the_language_of_the_last_request_is_forgotten(turn: int):
    assert (translation.get_language(), timezone.get_current_timezone_name()) == ("it", "UTC")
    translation.activate("ru")
    timezone.activate("Asia/Vladivostok")


def test_files_and_mail_of_tests_stay_out_of_the_tree():
    assert not settings.VAR_DIR.is_relative_to(settings.BASE_DIR)
    assert settings.MEDIA_ROOT.is_relative_to(settings.VAR_DIR)


@pytest.mark.django_db
def test_the_database_of_tests_is_a_file_or_postgresql():
    """SQLite in memory has neither a write-ahead log nor a second writer."""
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).is_file()
    else:
        assert connection.vendor == "postgresql"


@pytest.mark.django_db
def test_queued_mail_is_delivered_to_memory():
    post_office.mail.send("a@example.org", "portal@example.org", subject="Hello", message="x", priority="now")
    assert [message.subject for message in mail.outbox] == ["Hello"]
