"""The home of the administration: lists by work, with the figures this user may see."""

from __future__ import annotations

import itertools
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from accounts.tests.factories import StaffFactory
from desk.admin_figures import home_figures
from desk.tests.admin_rows import MAKERS
from desk.tests.conftest import signed_in, staff
from participants.tests.factories import RegistrationFactory
from taskforce.admin_work import WORKS

pytestmark = pytest.mark.django_db
HOME_QUERIES = 17  # the session of the browser, the user, fourteen figures, the last actions


def home(client: Client) -> dict[str, dict[str, int]]:
    """The figures of the home by kind of work, as the page prints them."""
    with override("en"):
        page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    works = re.split(r'<section class="work" id="work-(\w+)"', page.text)[1:]
    figure = re.compile(r"<strong>(\d+)</strong> <span>(.*?)</span>")
    return {
        key: {label: int(number) for number, label in figure.findall(part)}
        for key, part in zip(works[::2], works[1::2], strict=True)
    }


def test_every_list_of_ours_stands_in_one_group_of_work():
    labels = [label for work in WORKS for label in work.lists]
    assert len(labels) == len(set(labels))
    assert set(labels) <= {model._meta.label_lower for model in admin.site._registry}


def test_the_figures_lead_to_what_they_count():
    user = StaffFactory(language="en")
    client = signed_in(user)
    RegistrationFactory.create_batch(2, state="under_review")
    RegistrationFactory(state="confirmed")
    for label in ("participants.erasurerequest", "participants.enquiry", "agreements.agreement"):
        MAKERS[label]()
    groups = home(client)
    assert list(groups)[:6] == [work.key for work in WORKS]
    assert groups["registration"]["Registrations to decide on"] == 3  # the third asked to be erased
    assert groups["acts"] == {"Agreements in draft": 1, "Agreements signed": 0}
    for figure in itertools.chain(*home_figures(user).values()):
        listed = client.get(figure.url)
        assert listed.status_code == 200, figure.url
        if "cl" in listed.context:
            assert listed.context["cl"].result_count == figure.number, figure.url


def test_the_home_costs_the_same_however_much_there_is():
    client = signed_in(StaffFactory(language="en"))
    counts = []
    home(client)
    for _number in range(2):
        RegistrationFactory.create_batch(2, state="under_review")
        with CaptureQueriesContext(connection) as queries:
            home(client)
        counts.append(len(queries))
    assert counts == [HOME_QUERIES] * 2


def test_nobody_sees_a_figure_of_a_list_that_is_not_theirs():
    RegistrationFactory(state="under_review")
    user = staff("agreements.view_agreement")
    User.objects.filter(pk=user.pk).update(language="en")
    groups = home(signed_in(user))
    assert groups == {"acts": {"Agreements in draft": 0, "Agreements signed": 0}}
