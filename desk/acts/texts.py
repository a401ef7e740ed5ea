"""The texts of an act at the desk: how one comes in, its articles and versions, and two languages beside each other."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.comparing.versions import compare_versions
from agreements.enums import ActKind, ActStatus
from agreements.forms.texts import (
    PREFIX,
    ArticleFormSet,
    HeadForm,
    ReasonForm,
    TextForm,
    articles_of,
    draft_from,
    rearranged,
    typed_articles,
)
from agreements.models import AuthenticText
from agreements.services import texts
from agreements.services.comparing import accept_difference, beside, in_parts
from desk.access import WRITE_ACTS, at_desk
from desk.acts.page import get_act
from desk.views import show
from sessions.models import Session
from taskforce import uploads
from taskforce.errors import DomainError

STATES = {
    "final": texts.make_final,
    "reopen": texts.reopen_text,
    "sign": texts.sign_text,
    "remove": texts.remove_text,
}


def get_text(session: Session, pk: int) -> AuthenticText:
    """Return a text of an act of this session. Raises Http404."""
    found = AuthenticText.objects.select_related("agreement__session", "replaces", "created_by")
    return get_object_or_404(found.prefetch_related("articles"), agreement__session=session, pk=pk)


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def text_add(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The form by which a new version of a text comes in."""
    act = get_act(session, pk)
    posted = request.method == "POST"
    initial = {"language": request.GET.get("language", "it")}
    form = TextForm(request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if posted and form.is_valid():
        said = form.cleaned_data
        try:
            text = texts.add_text(
                act, said["language"], form.draft, authority=said["authority"], by=request.user, upload=form.upload
            )
            return redirect("desk:text", session.ref, text.pk)
        except DomainError as error:
            form.add_error(error.field, error.message)
    return show(request, session, "text_add", {"act": act, "form": form})


@at_desk()
def text(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """A version of a text, article by article, with what changed since the one before."""
    found = get_text(session, pk)
    others = found.agreement.texts.exclude(language=found.language).order_by("language", "-version")
    context = {
        "act": found.agreement,
        "text": found,
        "articles": found.articles.all(),
        "changes": compare_versions(in_parts(found.replaces), in_parts(found)) if found.replaces else [],
        "others": others,
        "act_is_signed": found.agreement.status == ActStatus.SIGNED,
        "of_protocol": is_drawn_up(found),
    }
    return show(request, session, "text", context)


def is_drawn_up(found: AuthenticText) -> bool:
    """Whether a text is drawn up from the portal's data: its parts are changed on the page of the draft Protocol."""
    return found.agreement.kind == ActKind.PROTOCOL and any(one.key for one in found.articles.all())


@at_desk(WRITE_ACTS, post=WRITE_ACTS)
def text_edit(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The editor of a draft. Buttons add, move and remove articles on the page; nothing is kept before it is saved."""
    found = get_text(session, pk)
    if found.state != "draft" or is_drawn_up(found):
        messages.error(request, _("Only a draft is changed, and a draft Protocol on its own page."))
        return redirect("desk:text", session.ref, found.pk)
    draft, look_at = texts.draft_of(found), 0
    if request.method != "POST":
        start = {"title": draft.title, "preamble": draft.preamble, "closing": draft.closing}
        head = HeadForm(initial=start | {"authority": found.authority, "opened": texts.digest_of(found)})
        articles = ArticleFormSet(prefix=PREFIX, initial=articles_of(draft))
    elif request.POST.get("do", "save") != "save":
        rows, look_at = rearranged(typed_articles(request.POST), request.POST["do"])
        head = HeadForm(initial={name: request.POST.get(name, "") for name in HeadForm.base_fields})
        articles = ArticleFormSet(prefix=PREFIX, initial=rows)
    else:
        head, articles = HeadForm(request.POST), ArticleFormSet(request.POST, prefix=PREFIX)
        if save(found, head, articles):
            messages.success(request, _("The text was saved."))
            return redirect("desk:text", session.ref, found.pk)
    context = {"act": found.agreement, "text": found, "form": head, "articles": articles, "look_at": look_at}
    return show(request, session, "text_edit", context)


def save(found: AuthenticText, head: HeadForm, articles: ArticleFormSet) -> bool:
    """Save a draft from its two forms; whether that was possible. What hinders it stands in the first form."""
    if not (articles.is_valid() & head.is_valid()):
        return False
    try:
        texts.change_text(
            found, draft_from(head, articles), head.cleaned_data["opened"], head.cleaned_data["authority"]
        )
    except DomainError as error:
        head.add_error(None, error.message)
        if error.code == "meanwhile":  # saving again is a decision
            found.refresh_from_db()
            head.data = head.data.copy()
            head.data["opened"] = texts.digest_of(found)
        return False
    return True


@at_desk(post=WRITE_ACTS, back="desk:acts")
def text_state(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """Make a draft ready, take that back, say that it was signed, or remove a draft."""
    found = get_text(session, pk)
    wish = request.POST.get("do", "")
    if wish not in STATES:
        return redirect("desk:text", session.ref, found.pk)
    try:
        STATES[wish](found)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk:text", session.ref, found.pk)
    if wish == "remove":
        return HttpResponseRedirect(f"{reverse('desk:act', args=[session.ref, found.agreement_id])}#texts")
    return redirect("desk:text", session.ref, found.pk)


@at_desk()
def text_file(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """The file a text came in, exactly as it arrived."""
    found = get_text(session, pk)
    if not found.file:
        raise Http404
    return uploads.handed_out(found.file, found.file_name)


@at_desk(post=WRITE_ACTS)
def text_beside(request: HttpRequest, session: Session, pk: int, other: int) -> HttpResponse:
    """Two texts of an act beside each other, with what differs marked; a post says why it may."""
    one, two = get_text(session, pk), get_text(session, other)
    if one.agreement_id != two.agreement_id or one.language == two.language:
        raise Http404
    found = beside(one, two)
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"digest": found.comparison.digest})
    if request.method == "POST" and form.is_valid():
        try:
            accept_difference(one, two, form.cleaned_data["reason"], form.cleaned_data["digest"], request.user)
            return redirect("desk:text_beside", session.ref, one.pk, two.pk)
        except DomainError as error:
            form.add_error(None, error.message)
    return show(request, session, "text_beside", {"act": one.agreement, "found": found, "form": form})
