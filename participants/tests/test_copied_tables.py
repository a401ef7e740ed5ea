"""A table that came with the structure of an earlier session, once a person has a seat at it."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.tests.factories import StaffFactory
from participants.models import TableSeat
from participants.tests.factories import DelegateFactory
from sessions.tests.factories import SessionFactory
from tables.services import copy_structure, undo_last
from tables.tests.factories import ThematicTableFactory
from taskforce.errors import DomainError

pytestmark = pytest.mark.django_db


def test_undoing_the_copy_takes_no_seat_from_anybody():
    anna, earlier, session = StaffFactory(), ThematicTableFactory(title_it="Moda").session, SessionFactory()
    copy_structure(earlier, session, anna)
    table = session.tables.get()
    seat = TableSeat.objects.create(table=table, delegate=DelegateFactory(registration__session=session))
    with translation.override("en"), pytest.raises(DomainError) as caught:
        undo_last(session, anna)
    assert (
        str(caught.value) == f"The table “{table}” was changed after that, or is in use: this can no longer be undone."
    )
    assert TableSeat.objects.get(table=table) == seat
