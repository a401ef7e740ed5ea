"""What admitted companies wish to change, as those who decide on it read it: staff, and the office of their side."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Page
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import ngettext

from participants.models import ProposedChange, Registration
from participants.wording import field_name, field_value
from sessions.models import HostRegion


def with_open_changes(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Return those of the registrations with something to approve, the longest waiting first, with what that is."""
    changes = ProposedChange.objects.filter(approved=None).select_related("delegate").order_by("proposed_at", "pk")
    open_ones = ProposedChange.objects.filter(approved=None)
    oldest = open_ones.filter(registration=OuterRef("pk")).order_by("proposed_at").values("proposed_at")
    rows = registrations.received().filter(pk__in=open_ones.values("registration"))
    rows = rows.annotate(since=Subquery(oldest[:1]))
    return (
        rows.select_related("organisation", "session")
        .prefetch_related(Prefetch("proposed_changes", changes, to_attr="open_changes"))
        .order_by("since", "pk")
    )


def describe_changes(page: Page) -> dict[int, list[dict]]:
    """Return each open change of a page's registrations as people read it, by the registration."""
    changes = [change for registration in page for change in registration.open_changes]
    codes = {code for change in changes if change.field == "region" for code in (change.before, change.after)}
    regions = {region.code: str(region) for region in HostRegion.objects.filter(code__in=codes)} if codes else {}
    found: dict[int, list[dict]] = {registration.pk: [] for registration in page}
    bodies = {registration.pk: registration.organisation.name for registration in page}
    for change in changes:
        shown = regions.get if change.field == "region" else partial(field_value, change.field)
        found[change.registration_id].append(
            {
                "pk": change.pk,
                "of": change.delegate.name if change.delegate else bodies[change.registration_id],
                "name": field_name(change.field),
                "before": shown(change.before),
                "after": shown(change.after),
                "at_once": change.field == "person",
            }
        )
    return found


def decided_words(approve: bool, count: int) -> str:
    """Return one sentence on how many changes were decided, and how."""
    if approve:
        return ngettext("%(count)d change approved.", "%(count)d changes approved.", count) % {"count": count}
    return ngettext("%(count)d change refused.", "%(count)d changes refused.", count) % {"count": count}
