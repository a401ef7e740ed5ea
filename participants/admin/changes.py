"""What admitted companies wish to change of what they were admitted for: before and after, approved or refused."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.services import filters_of, record_list
from participants.forms import ChangesForm
from participants.models import ProposedChange, Registration
from participants.proposals import decided_words, describe_changes, with_open_changes
from participants.services import decide_changes
from sessions.admin.of_session import short_name
from sessions.models import Session
from taskforce.admin_site import is_key
from taskforce.errors import DomainError

ROWS = 20


class SessionChoice(forms.Form):
    """Of which session the changes are shown; of all where none can be meant."""

    session = forms.ChoiceField(label=gettext_lazy("Session"), required=False)

    def __init__(self, wanted: str, sessions: list[Session]) -> None:
        found = {str(session.pk): short_name(session) for session in sessions}
        super().__init__({"session": wanted if wanted in found else ""})
        self.fields["session"].choices = [("", _("All")), *found.items()]
        self.chosen = found.get(wanted) and int(wanted)


class ChangesPage:
    """Adds the page "Changes to approve" to the administration of registrations."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.changes_view)
        return [path("changes/", view, name="participants_registration_changes"), *super().get_urls()]

    def changes_view(self, request: HttpRequest) -> HttpResponse:
        """Show what is proposed, oldest first; a POST decides what is ticked of one registration."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        wrong = self._decide(request) if request.method == "POST" else None
        if isinstance(wrong, HttpResponse):
            return wrong
        choice = SessionChoice(request.GET.get("session", ""), sessions_with_changes(request))
        rows = with_open_changes(Registration.objects.for_user(request.user))
        rows = rows.filter(session=choice.chosen) if choice.chosen else rows
        page = Paginator(rows, ROWS).get_page(request.GET.get("p"))
        record_list(request.user, gettext_lazy("Changes to approve"), page, filters_of(request.GET))
        wrong_pk, form = wrong or (None, None)
        changes = describe_changes(page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Changes to approve"),
            "opts": self.opts,
            "choice": choice,
            "page": page,
            "query": f"session={choice.chosen}" if choice.chosen else "",
            "proposals": [(one, changes[one.pk], form if one.pk == wrong_pk else None) for one in page],
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/participants/registration/changes.html", context)

    def _decide(self, request: HttpRequest) -> HttpResponse | tuple[int, ChangesForm]:
        """Decide and lead back to the page; or return whose form was wrong, with what was typed."""
        pk = request.POST.get("registration", "")
        registration = self.one_to_change(request, int(pk) if is_key(pk) else 0)
        open_ones = list(registration.proposed_changes.filter(approved=None))
        form = ChangesForm(request.POST, open_ones)
        if not form.is_valid():
            return registration.pk, form
        ticked = [change for change in open_ones if str(change.pk) in form.cleaned_data["changes"]]
        approve = form.cleaned_data["decision"] == "approve"
        try:
            decide_changes(ticked, request.user, approve=approve, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
            return registration.pk, form
        words = decided_words(approve, len(ticked))
        self.log_change(request, registration, words)
        self.message_user(request, words, messages.SUCCESS)
        wanted = request.GET.get("session", "")
        query = f"?session={int(wanted)}" if is_key(wanted) else ""
        return HttpResponseRedirect(reverse("admin:participants_registration_changes") + query)


def sessions_with_changes(request: HttpRequest) -> list[Session]:
    """The sessions of this user at which something waits for approval, the newest first; and the one asked for."""
    open_ones = ProposedChange.objects.filter(approved=None, registration__session=OuterRef("pk"))
    found = Session.objects.for_user(request.user)
    wanted = request.GET.get("session", "")
    asked = found.filter(pk=int(wanted)) if is_key(wanted) else found.none()
    return list((found.filter(Exists(open_ones)) | asked).newest_first())
