"""Pages kept in the memory of the process and given again while the facts they were made of stand.

Whether they stand is asked of the database at most once a second, with one query: so what a visitor reads is at most a
second old. Nothing is told to the cache from the side that changes the facts: no signals, nothing in ``save()``.
A change that leaves no trace in the stamp (``QuerySet.update()`` without ``updated_at``) is seen within a minute.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Max, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from documents.models import ProgrammeVersion
from sessions.models import CompanyVisit, Official, ProgrammeItem, Room, Session, SessionOrganiser, Venue
from tables.models import Subsector, TableSitting, ThematicTable

FRESH_SECONDS = 1.0
KEEP_SECONDS = 60.0
MOST_PAGES = 64  # some 100 kB each

# What a programme is made of: the model, the way to its session, what moves when a row changes.
PARTS: tuple[tuple[type[Model], str, str], ...] = (
    (SessionOrganiser, "session", "updated_at"),
    (Venue, "session", "updated_at"),
    (Room, "venue__session", "updated_at"),
    (Official, "session", "updated_at"),
    (CompanyVisit, "session", "updated_at"),
    (ProgrammeItem, "session", "updated_at"),
    (ProgrammeItem.speakers.through, "programmeitem__session", "pk"),
    (ThematicTable, "session", "updated_at"),
    (Subsector, "table__session", "updated_at"),
    (ThematicTable.moderators.through, "thematictable__session", "pk"),
    (TableSitting, "item__session", "updated_at"),
    (ProgrammeVersion, "session", "number"),
)


def stamped(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add to each session one column a part of its programme: how many rows, and the newest of them."""
    columns = {f"stamp_{n}": part_stamp(*part) for n, part in enumerate(PARTS)}
    return sessions.select_related("host_region").annotate(**columns)


def part_stamp(model: type[Model], way: str, moving: str) -> Subquery:
    text = CharField()
    trace = Concat(Cast(Count("pk"), text), Value(" "), Cast(Max(moving), text), output_field=text)
    rows = model.objects.filter(**{way: OuterRef("pk")}).order_by().values(way)
    return Subquery(rows.annotate(trace=trace).values("trace"), output_field=text)


def stamp_of(session: Session) -> str:
    """Return what is the same while the facts of a session from ``stamped`` are: its own columns and its parts'."""
    rows = [row for row in (session, session.host_region) if row]
    own = [str(value) for row in rows for key, value in vars(row).items() if key != "_state"]
    return hashlib.sha256("\x1f".join(own).encode()).hexdigest()


@dataclass
class Page:
    """A page as it is sent, and when it was made and last found to stand (seconds of the monotonic clock).

    ``headers`` are the page's own, ``sent`` all those it went out with (empty until it did).
    """

    body: bytes
    content_type: str
    stamp: str
    headers: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    made: float = 0.0
    checked: float = 0.0

    def __post_init__(self) -> None:
        self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        self.made = self.checked = time.monotonic()

    def is_fresh(self) -> bool:
        """Whether the page may be given without asking the database."""
        now = time.monotonic()
        return now - self.checked < FRESH_SECONDS and now - self.made < KEEP_SECONDS

    def confirm(self, stamp: str) -> bool:
        """Whether the facts still have the page's stamp; if so it is fresh for another second."""
        now = time.monotonic()
        if stamp != self.stamp or now - self.made >= KEEP_SECONDS:
            return False
        self.checked = now
        return True


PAGES: OrderedDict[str, Page] = OrderedDict()
LOCK = threading.Lock()


def fresh_page(path: str) -> Page | None:
    """Return the page of an address if it can be given at once."""
    page = PAGES.get(path)
    return page if page and page.is_fresh() else None


def kept_page(path: str, session: Session, build: Callable[[], tuple[bytes, str, dict[str, str]]]) -> Page:
    """Return the page of an address, built anew (body, content type, headers) if the stamped session changed."""
    stamp = stamp_of(session)  # taken before the facts are read: a change in between shows at the next look
    page = PAGES.get(path)
    if not page or not page.confirm(stamp):
        body, content_type, headers = build()
        page = Page(body, content_type, stamp, headers)
    keep(path, page)
    return page


def keep(path: str, page: Page) -> None:
    """Put a page in front; the ones longest unused make room."""
    with LOCK:
        PAGES.pop(path, None)
        PAGES[path] = page
        while len(PAGES) > MOST_PAGES:
            PAGES.popitem(last=False)


def forget(path: str) -> None:
    """Drop the page of an address that no longer leads anywhere."""
    with LOCK:
        PAGES.pop(path, None)


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Return the page, or 304 where the browser already has it. Browsers ask again each time and mostly get a 304."""
    response = HttpResponse(body_for(request, page), content_type=page.content_type, headers=page.headers)
    response.headers["Content-Length"] = str(len(page.body))
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.kept_page = page  # KeptPagesMiddleware remembers how it was sent
    return get_conditional_response(request, etag=page.etag, response=response)


def body_for(request: HttpRequest, page: Page) -> bytes:
    return b"" if request.method == "HEAD" else page.body


def answer_again(request: HttpRequest, page: Page) -> HttpResponse:
    """Return what ``answer`` and the middleware above it returned the first time."""
    response = HttpResponse(body_for(request, page), headers=page.sent)
    response = get_conditional_response(request, etag=page.etag, response=response)
    if response.status_code == 304:
        for name, value in page.sent.items():
            if name not in ("Content-Type", "Content-Length", "Content-Disposition"):
                response.headers.setdefault(name, value)
        response.headers["Content-Length"] = "0"
    return response
