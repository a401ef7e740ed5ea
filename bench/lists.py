"""Every list of the portal at 20,000 rows of each kind against the same list at 200: queries, and p95.

    python bench/lists.py [REQUESTS] [WORD]      only the pages whose name holds the word
    BENCH_DATABASE_URL=postgres://… python bench/lists.py

Lists of the administration are found by walking it: each is opened, searched, and narrowed by its first filter.
"""

from __future__ import annotations

import os
import sys

from list_rows import fill, open_portal
from paired import compare

REQUESTS = 20
TERM = "macchine"
DEEP = "p=4"


def main() -> int:
    os.environ["BENCH_LISTS"] = sys.argv[2] if len(sys.argv) > 2 else ""
    return compare(stage, int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS)


def stage(size: int):
    """A browser of staff with its pages, in a portal with so many rows of each kind."""
    client, session = open_portal()
    fill(session, size)
    told = os.environ.get("BENCH_LISTS", "")
    return client, {name: url for name, url in [*admin_pages(session, size), *other_pages(session)] if told in name}


def admin_pages(session, size: int):
    """Each list of the administration; with fewer rows than there should be it says so."""
    from django.contrib import admin
    from django.urls import reverse

    for model, page in sorted(admin.site._registry.items(), key=lambda one: one[0]._meta.label):
        name = model._meta.label
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if (rows := model.objects.count()) < min(size, 1000) * 0.9:
            print(f"{name}: {rows} rows", flush=True)
        yield name, url
        if rows >= 160:
            yield f"{name}, page 5", f"{url}?{DEEP}"
        if page.search_fields or getattr(page, "search_keys", ()):
            yield f"{name}, searched", f"{url}?q={TERM}"
            yield f"{name}, searched in vain", f"{url}?q=xyzzy"
        for way in ("session", "registration__session", "delegate__session"):
            if any(isinstance(one, tuple) and one[0] == way for one in page.list_filter):
                yield f"{name}, of a session", f"{url}?{way}__id__exact={session.pk}"


def other_pages(session):
    """The administration's own pages, the desk's and the public's."""
    listed = "/admin/participants/registration/"
    desk = f"/it/desk/{session.ref}"
    return [
        ("admin home", "/admin/"),
        ("to moderate", f"{listed}queue/?session={session.pk}"),
        ("changes to approve", f"{listed}changes/"),
        ("autocomplete of organisations", "/admin/autocomplete/?term=mac&app_label=participants&model_name=registration"
                                          "&field_name=organisation"),
        ("desk", "/it/desk/"),
        ("desk: overview", f"{desk}/"),
        ("desk: delegation", f"{desk}/delegation/"),
        ("desk: delegation, searched", f"{desk}/delegation/?q=rossi"),
        ("desk: changes", f"{desk}/delegation/changes/"),
        ("desk: attendance", f"{desk}/attendance/"),
        ("desk: attendance, page 5", f"{desk}/attendance/?page=5"),
        ("desk: attendance, searched", f"{desk}/attendance/?q=rossi"),
        ("desk: documents", f"{desk}/documents/"),
        ("desk: people", f"{desk}/people/"),
        ("desk: tables", f"{desk}/tables/"),
        ("desk: a table", f"{desk}/tables/{session.tables.first().pk}/"),
        ("desk: translations", f"{desk}/translations/"),
        ("desk: programme", f"{desk}/programme/"),
        ("desk: release", f"{desk}/release/"),
        ("public: sessions", "/it/sessions/"),
        ("public: a session", f"/it/sessions/{session.ref}/"),
        ("public: catalogue", f"/it/sessions/{session.ref}/participants/"),
        ("public: catalogue, searched", f"/it/sessions/{session.ref}/participants/?q=macchine"),
        ("public: regions", "/it/regions/"),
        ("public: agreements", "/it/agreements/"),
        ("public: agreements, searched", "/it/agreements/?q=macchine"),
        ("public: versions of a programme", f"/it/sessions/{session.ref}/programme/versions/"),
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
