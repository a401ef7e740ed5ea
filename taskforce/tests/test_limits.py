"""Who counts as one address, what happens when it is too often, and what is asked of what looks like a program."""

import logging

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from taskforce import limits
from taskforce.errors import DomainError


@pytest.fixture(autouse=True)
def _counting(settings, monkeypatch):
    settings.RATE_LIMITS = 1
    monkeypatch.setattr(limits, "_rests_until", 0.0)
    monkeypatch.setitem(limits.LIMITS, "contact", (2, 3600))
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0 + 600)
    caches["limits"].clear()


@limits.limited("contact")
def view(request):
    return HttpResponse("done")


def post(address="192.0.2.1", forwarded="", **fields):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().post("/en/contact/", fields, REMOTE_ADDR=address, headers=headers)
    with override("en"):
        return view(request)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "198.51.100.9", "192.0.2.1"),  # no proxy of ours: whatever a client says of itself is nothing
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.9.9.9, 198.51.100.9", "198.51.100.9"),  # the left one is what the client wrote
        (2, "10.9.9.9, 198.51.100.9, 203.0.113.5", "198.51.100.9"),
        (2, "198.51.100.9", "192.0.2.1"),  # fewer than our proxies write: it did not come through them
        (1, "nonsense", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "10.9.9.9, 2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1", headers=headers)
    assert limits.client_address(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_an_ipv6_network_of_one_subscriber_counts_as_one(address, network):
    assert limits.network_of(address) == network


def test_too_often_is_429_and_says_when_to_come_back():
    assert [post().status_code for _time in range(3)] == [200, 200, 429]
    response = post(name='Anna "B" <b>', text="line 1\nline 2", csrfmiddlewaretoken="x")
    assert response.headers["Retry-After"] == "3000"
    page = response.content.decode()
    assert "try again in 50 minutes" in page
    assert 'name="name" value="Anna &quot;B&quot; &lt;b&gt;"' in page
    assert 'name="text" value="line 1\nline 2"' in page
    assert page.count('name="csrfmiddlewaretoken"') <= 1
    assert post("192.0.2.2").status_code == 200, "somebody else is not limited"


def test_in_the_next_hour_it_is_possible_again(monkeypatch):
    assert [post().status_code for _time in range(3)] == [200, 200, 429]
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0 + 4200)
    assert post().status_code == 200


def test_a_forged_header_neither_escapes_the_limit_nor_locks_out_another(settings):
    settings.TRUSTED_PROXIES = 1
    answers = [post("10.0.0.1", forwarded=f"198.51.100.{n}, 203.0.113.5").status_code for n in range(3)]
    assert answers == [200, 200, 429]
    assert post("10.0.0.1", forwarded="203.0.113.5, 198.51.100.1").status_code == 200


def test_a_get_is_never_limited():
    request = RequestFactory().get("/en/contact/", REMOTE_ADDR="192.0.2.1")
    assert {view(request).status_code for _time in range(10)} == {200}


def test_a_cache_that_does_not_answer_limits_nobody(monkeypatch, caplog):
    asked = []

    def broken(*args, **kwargs):
        asked.append(args)
        raise ConnectionError("no route")

    monkeypatch.setattr(caches["limits"].__class__, "add", broken)
    with caplog.at_level(logging.WARNING):
        assert {post().status_code for _time in range(5)} == {200}
    assert len(asked) == 1, "it is left alone for a while"
    assert [record.getMessage() for record in caplog.records if record.name == "taskforce.limits"] == [
        "Nothing is limited for 30 s: the cache raised ConnectionError"
    ]


def test_the_cache_holds_no_address(tmp_path, monkeypatch):
    keys = []
    monkeypatch.setattr(limits, "_counted", lambda key, seconds: keys.append(key) or 1)
    post("192.0.2.77")
    limits.too_many("mail", "anna@example.com")
    assert len(keys) == 2
    assert not any("192.0.2.77" in key or "anna" in key for key in keys)


def test_an_e_mail_address_is_limited_whatever_its_case(monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "mail", (1, 3600))
    limits.refuse_too_many("mail", "Anna@example.com")
    with pytest.raises(DomainError) as refusal:
        limits.refuse_too_many("mail", "anna@example.com")
    assert refusal.value.code == "often"


def test_the_factor_of_the_environment(settings):
    settings.RATE_LIMITS = 2
    assert [post().status_code for _time in range(5)] == [200, 200, 200, 200, 429]
    settings.RATE_LIMITS = 0
    assert post().status_code == 200


def test_the_hidden_field_holds_a_form_back_and_a_person_sends_it_again():
    response = post(name="Anna", web_address="http://spam.example")
    page = response.content.decode()
    assert response.status_code == 400
    assert "spam.example" not in page
    assert 'name="name" value="Anna"' in page
    assert post(name="Anna", web_address="").status_code == 200
