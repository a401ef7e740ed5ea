"""What admitted companies wish to change of what they were admitted for: before and after, approved or refused."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participants.models import ProposedChange, Registration
from participants.services import decide_changes
from participants.wording import field_name, field_value
from sessions.models import HostRegion
from taskforce.admin_site import is_key
from taskforce.errors import DomainError
from taskforce.fields import BlockFormField

ROWS = 20


class ChangesForm(forms.Form):
    """Which changes of one registration are decided, and how."""

    changes = forms.MultipleChoiceField(error_messages={"required": gettext_lazy("Tick at least one change.")})
    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    reason = BlockFormField(max_length=2000, required=False)

    def __init__(self, data: dict, open_ones: list[ProposedChange]) -> None:
        super().__init__(data)
        self.fields["changes"].choices = [(str(change.pk), "") for change in open_ones]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", _("Write the reason: the company will read it."))
        return cleaned


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
        page = Paginator(with_open_changes(request), ROWS).get_page(request.GET.get("p"))
        wrong_pk, form = wrong or (None, None)
        changes = described(page)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Changes to approve"),
            "opts": self.opts,
            "page": page,
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
        return HttpResponseRedirect(reverse("admin:participants_registration_changes"))


def with_open_changes(request: HttpRequest) -> QuerySet:
    """Registrations with something to approve, the longest waiting first, with what that is."""
    changes = ProposedChange.objects.filter(approved=None).select_related("delegate").order_by("proposed_at", "pk")
    open_ones = ProposedChange.objects.filter(approved=None)
    oldest = open_ones.filter(registration=OuterRef("pk")).order_by("proposed_at").values("proposed_at")
    rows = Registration.objects.for_user(request.user).received().filter(pk__in=open_ones.values("registration"))
    rows = rows.annotate(since=Subquery(oldest[:1]))
    return (
        rows.select_related("organisation", "session")
        .prefetch_related(Prefetch("proposed_changes", changes, to_attr="open_changes"))
        .order_by("since", "pk")
    )


def described(page: Page) -> dict[int, list[dict]]:
    """Each open change of a page's registrations as people read it, by the registration."""
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
    """One sentence on how many changes were decided, and how."""
    if approve:
        return ngettext("%(count)d change approved.", "%(count)d changes approved.", count) % {"count": count}
    return ngettext("%(count)d change refused.", "%(count)d changes refused.", count) % {"count": count}
