"""The page on which the programme is released."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.access import RELEASE, at_desk, may
from desk.release_forms import ReleaseForm
from desk.release_page import gather_release, list_versions, obstacles
from documents.models import ProgrammeVersion
from documents.releasing import release_programme
from sessions.models import Session
from taskforce.errors import DomainError


@at_desk(post=RELEASE)
def release(request: HttpRequest, session: Session) -> HttpResponse:
    """Show what would be released, what stands in the way and what was released; release it on a post."""
    found = gather_release(session)
    shape = {"doubts": bool(found["doubts"]), "changes": bool(found["newest"])}
    form = ReleaseForm(request.POST if request.method == "POST" else None, **shape)
    if request.method == "POST" and form.is_valid():
        try:
            version = release_programme(session, request.user, obstacles=obstacles, **form.wish)
            messages.success(request, released_words(version))
            return redirect("desk:release", session.ref)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            found = gather_release(session)
    frame = {"session": session, "page": "release", "may": may(request.user, session)}
    context = {"form": form, "release": found, "versions": list_versions(session)}
    return render(request, "desk/release.html", frame | context)


def released_words(version: ProgrammeVersion) -> str:
    """Return what was done, and to how many persons a mail is being written."""
    told = version.notices.count()
    released = _("Version %(number)d is released.") % {"number": version.number}
    if not told:
        return released
    mails = ngettext(
        "A mail is being written to %(count)d person.", "Mails are being written to %(count)d persons.", told
    )
    return f"{released} {mails % {'count': told}}"
