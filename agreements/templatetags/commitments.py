"""Commitments in words."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext as _

from agreements.enums import CommitmentState
from agreements.models import Commitment

register = template.Library()


@register.filter
def obliged(commitment: Commitment) -> str:
    """Return whom a commitment obliges."""
    return commitment.get_side_display() or _("Both sides")


@register.simple_tag
def with_state(commitment: Commitment, today: dt.date) -> dict:
    """Return the state of a commitment, and whether it is overdue on a day."""
    return {"state": CommitmentState(commitment.state), "overdue": commitment.is_overdue(today)}


@register.inclusion_tag("agreements/parts/commitment_state.html")
def commitment_state(commitment: Commitment, today: dt.date) -> dict:
    """Show the state of a commitment, and whether it is overdue on a day."""
    return with_state(commitment, today)
