"""Our app called sessions must never be taken for Django's."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as DjangoSession

from sessions.models import Session

OURS = {"accounts", "taskforce_sessions", "tables", "participants", "agreements", "documents"}


def related_models():
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in model._meta.get_fields():
                if field.is_relation and field.related_model and not field.auto_created:
                    yield field


def test_the_label_is_ours():
    assert Session._meta.label == "taskforce_sessions.Session"
    assert apps.get_model("sessions.Session") is DjangoSession


def test_no_relation_of_ours_leads_to_djangos_sessions():
    found = list(related_models())
    assert len(found) > 20
    assert [str(field) for field in found if field.related_model is DjangoSession] == []


@pytest.mark.parametrize("app", sorted(OURS))
def test_every_room_is_installed(app):
    assert apps.get_app_config(app)
