"""The signed files of an act at the desk: how one comes in, and the report on it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.forms.signatures import SignedFileForm
from agreements.models import Agreement, SignedFile
from agreements.services.signatures import add_signed_file, check_again, counts, remove_signed_file
from agreements.signatures.words import describe_signatures, document_facts, hints
from audit.services import record_list
from desk.access import VIEW, WRITE_ACTS, at_desk
from desk.acts.page import get_act
from desk.acts.signature_section import line_of
from desk.views import show
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError


def signed_files(session: Session) -> QuerySet[SignedFile]:
    """Return the signed files of a session's acts, with whom they name."""
    found = SignedFile.objects.filter(agreement__session=session)
    return found.select_related("agreement", "text", "uploaded_by").prefetch_related("signatories")


def get_signed_file(session: Session, pk: int) -> SignedFile:
    """Return a signed file of an act of this session. Raises Http404."""
    return get_object_or_404(signed_files(session), pk=pk)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def signed_file_add(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The form by which a signed file is kept with an act."""
    act = get_act(session, pk)
    posted = request.method == "POST"
    form = SignedFileForm(request.POST if posted else None, request.FILES if posted else None, agreement=act)
    if posted and form.is_valid():
        cleaned = form.cleaned_data
        more = {"signatories": cleaned["signatories"], "text": cleaned["text"], "by": request.user}
        try:
            signed = add_signed_file(act, cleaned["file"], on_paper=form.on_paper, **more)
            return redirect("desk:signed_file", session.ref, signed.pk)
        except DomainError as error:
            form.add_error(error.field, error.message)
    return show(request, session, "signed_file_add", {"act": act, "form": form})


@at_desk(VIEW)
def signed_file(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The report on a signed file, in words."""
    signed = get_signed_file(session, pk)
    record_list(request.user, gettext_lazy("The report on a signed file"), [signed], f"session={session.ref}")
    context = {
        "act": signed.agreement,
        "line": line_of(signed),
        "facts": document_facts(signed),
        "signatures": describe_signatures(signed),
        "hints": hints(signed),
        "counts": counts(signed),
        "removable": signed.agreement.status != Agreement.Status.SIGNED,
    }
    return show(request, session, "signed_file", context)


@at_desk(VIEW)
def signed_file_status(request: HttpRequest, session: Session, pk: int) -> JsonResponse:
    """Tell whether a file has been checked, for the page that waits."""
    signed = get_signed_file(session, pk)
    return JsonResponse({"state": signed.state, "percent": 50, "words": str(signed.get_state_display())})


@at_desk(WRITE_ACTS)
def signed_file_download(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Hand out a signed file as it arrived: its certificates may tell more of a person than the report."""
    signed = get_signed_file(session, pk)
    return uploads.handed_out(signed.file, signed.file_name)


@at_desk(WRITE_ACTS, post=WRITE_ACTS, back="desk:acts")
def signed_file_again(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Have a file checked anew."""
    signed = get_signed_file(session, pk)
    try:
        check_again(signed)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("desk:signed_file", session.ref, signed.pk)


@at_desk(WRITE_ACTS, post=WRITE_ACTS, back="desk:acts")
def signed_file_remove(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Take a file away from an act that is not signed yet."""
    signed = get_signed_file(session, pk)
    try:
        remove_signed_file(signed)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk:signed_file", session.ref, signed.pk)
    messages.success(request, _("The file was taken away."))
    return redirect("desk:act", session.ref, signed.agreement_id)
