"""What becomes of the projects of a session: the list with what is to be seen, and news and contacts of each."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.enums import ContactRole
from agreements.forms.follow_up import ContactForm, NewsForm
from agreements.models import Project
from agreements.services import follow_ups
from agreements.services import life as acts
from agreements.timeline import steps_of
from audit.services import record_list
from desk.access import VIEW, WRITE_PROJECTS, at_desk, may
from desk.life_forms import FollowingFilter
from desk.views import show
from sessions.models import Session
from taskforce.dates import today_in_rome
from taskforce.errors import DomainError

PROJECTS_A_PAGE = 50


@at_desk()
def following(request: HttpRequest, session: Session) -> HttpResponse:
    """The accepted projects of a session with their stage and newest news; what contacts told stands first."""
    form = FollowingFilter(request.GET)
    found = form.narrowed(followed(session))
    page_obj = Paginator(found, PROJECTS_A_PAGE).get_page(request.GET.get("page"))
    days = follow_ups.next_days(session, today_in_rome())
    return show(request, session, "following", {"form": form, "page_obj": page_obj, "days": days})


@at_desk(VIEW, post=WRITE_PROJECTS)
def life(request: HttpRequest, session: Session, pk: int) -> HttpResponse:
    """News and contacts of a project, and the forms to add to both."""
    project = get_object_or_404(Project.objects.standing().at(session).select_related("organisation"), pk=pk)
    verb, _colon, key = request.POST.get("do", "").partition(":")
    news_form, contact_form = new_forms(project, request.POST if request.method == "POST" else None, verb)
    if request.method == "POST":
        try:
            told = done(request, project, verb, key, news_form, contact_form)
        except DomainError as error:
            form = {"news": news_form, "contact": contact_form}.get(verb)
            if form is None:
                messages.error(request, error.message)
                return redirect("desk:life", session.ref, pk)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            if told:
                messages.success(request, told)
                return redirect("desk:life", session.ref, pk)
    return shown(request, session, project, news_form, contact_form)


# --- What they are made of ------------------------------------------------------------------------------------------


def followed(session: Session) -> QuerySet[Project]:
    """Return the accepted projects of a session, each with ``last`` (day of its newest news), ``unseen``, ``asked``."""
    projects = Project.objects.standing().at(session).select_related("organisation")
    return projects.annotate(
        last=Max("news__on", filter=Q(news__seen_at__isnull=False)),
        unseen=Count("news", filter=Q(news__seen_at=None), distinct=True),
        asked=Count("contacts", filter=Q(contacts__is_asked=True), distinct=True),
    ).order_by("-unseen", "position", "pk")


def new_forms(project: Project, data, verb: str) -> tuple[NewsForm, ContactForm]:
    """Return the forms, the one that was sent with what was typed."""
    language = (get_language() or "it")[:2]
    news = {"on": today_in_rome(), "language": language}
    role = ContactRole.COUNTERPART if project.contacts.exists() else ContactRole.PROPOSER
    contact = {"role": role, "side": project.side, "language": language}
    return (
        NewsForm(data if verb == "news" else None, initial=news),
        ContactForm(data if verb == "contact" else None, initial=contact),
    )


def done(
    request: HttpRequest, project: Project, verb: str, key: str, news_form: NewsForm, contact_form: ContactForm
) -> str:
    """Do what a button says, and return in words what was done; nothing where a form is not right."""
    if verb == "news":
        return tell(request, project, news_form)
    if verb == "contact":
        return name_contact(project, contact_form)
    act = ACTS.get(verb)
    if act is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return _("Nothing was changed.")
    rows, do = act
    return do(request, get_object_or_404(getattr(project, rows), pk=int(key)))


def tell(request: HttpRequest, project: Project, form: forms.Form) -> str:
    if not form.is_valid():
        return ""
    acts.tell_news(project, by=request.user, **form.cleaned_data)
    return _("The news is written down.")


def name_contact(project: Project, form: ContactForm) -> str:
    if not form.is_valid():
        return ""
    acts.add_contact(project, form.values(project))
    return _("The contact is named.")


def take(request: HttpRequest, news) -> str:
    acts.take_news(news, is_public="public" in request.POST, by=request.user)
    return _("The news counts from now on.")


def remove(request: HttpRequest, news) -> str:
    acts.remove_news(news)
    return _("The news is removed.")


def ask(request: HttpRequest, contact) -> str:
    follow_ups.ask_now(contact)
    return _("A mail is being written to %(name)s.") % {"name": contact.name}


def switch(request: HttpRequest, contact) -> str:
    acts.change_contact(contact, {"is_asked": not contact.is_asked})
    if contact.is_asked:
        return _("%(name)s is not asked any more.") % {"name": contact.name}
    return _("%(name)s is asked from now on.") % {"name": contact.name}


def drop(request: HttpRequest, contact) -> str:
    acts.remove_contact(contact)
    return _("%(name)s is no contact any more.") % {"name": contact.name}


ACTS: dict[str, tuple[str, Callable[..., str]]] = {
    "take": ("news", take),
    "remove": ("news", remove),
    "ask": ("contacts", ask),
    "switch": ("contacts", switch),
    "drop": ("contacts", drop),
}


def shown(
    request: HttpRequest, session: Session, project: Project, news_form: NewsForm, contact_form: ContactForm
) -> HttpResponse:
    news = list(project.news.select_related("contact__organisation", "by"))
    contacts = []
    if may(request.user, session)["write_projects"]:
        contacts = list(project.contacts.select_related("organisation").annotate(last=Max("follow_ups__sent_at")))
        record_list(request.user, gettext_lazy("The contacts of a project"), contacts, f"project={project.pk}")
    seen = [one for one in news if one.seen_at]
    context = {
        "project": project,
        "steps": steps_of(project, seen),
        "news": seen,
        "unseen": [one for one in news if not one.seen_at],
        "contacts": contacts,
        "news_form": news_form,
        "contact_form": contact_form,
        "days": follow_ups.next_days(session, today_in_rome()),
    }
    return show(request, session, "life", context)
