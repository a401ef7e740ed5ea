"""What staff do with registrations: from the list, the queue and the page of one, always by POST."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participants import enums
from participants.admin.refusals import report_refusals
from participants.models import Registration
from participants.services import (
    ask_for_more,
    cancel_registration,
    confirm_registration,
    decline_registration,
    move_to_waiting_list,
)
from taskforce.errors import DomainError
from taskforce.fields import BlockFormField

Act = Callable[[Registration], Registration]
ACTS = ("confirm", "move_to_waiting", "decline", "cancel")
QUEUE = "queue"


class DeclineForm(forms.Form):
    """The reason the company will read."""

    reason = BlockFormField(
        label=gettext_lazy("Reason"), max_length=2000, help_text=gettext_lazy("The company reads it in the mail.")
    )


class AskForm(forms.Form):
    """What the company is asked."""

    question = BlockFormField(
        label=gettext_lazy("Question"),
        max_length=2000,
        help_text=gettext_lazy("The company reads it in the mail and answers on its own page."),
    )


class RegistrationActs:
    """Acts for ticked rows, and for one registration posted by a button."""

    actions = ACTS

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, lambda registration: confirm_registration(registration, request.user))

    @admin.action(description=gettext_lazy("Move to the waiting list"), permissions=["change"])
    def move_to_waiting(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act(request, queryset, lambda registration: move_to_waiting_list(registration, request.user))

    @admin.action(description=gettext_lazy("Cancel at the company's request"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if "sure" in request.POST:
            self._act(request, queryset, lambda registration: cancel_registration(registration, request.user))
            return None
        context = {
            "title": _("Cancel registrations"),
            "explanation": _(
                "These registrations will be withdrawn. Places they hold go to those who wait. Each contact is told by"
                " mail. This cannot be undone."
            ),
            "button": _("Cancel the registrations"),
            "act": "cancel",
        }
        return self._ask_first(request, queryset, context)

    @admin.action(description=gettext_lazy("Decline, with a reason"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = DeclineForm(request.POST if "sure" in request.POST else None)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            self._act(request, queryset, lambda registration: decline_registration(registration, request.user, reason))
            return None
        context = {
            "title": _("Decline registrations"),
            "explanation": _(
                "These registrations will be declined. Places they hold go to those who wait. Each contact is told by"
                " mail."
            ),
            "form": form,
            "button": _("Decline"),
            "act": "decline",
        }
        return self._ask_first(request, queryset, context)

    def _ask_first(self, request: HttpRequest, queryset: QuerySet, context: dict) -> HttpResponse:
        """Show what is about to be done; its button posts to the same address again, with ``sure``."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "registrations": queryset.select_related("organisation", "session"),
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.POST.get("back", ""),
            "back_url": reverse("admin:participants_registration_changelist"),
            **context,
        }
        return TemplateResponse(request, "admin/participants/registration/sure.html", context)

    def _act(self, request: HttpRequest, queryset: QuerySet, act: Act) -> None:
        """Do the act to each row, oldest first, and tell how many ended in which state and which were refused."""
        ended: Counter[str] = Counter()
        refused = []
        for registration in queryset.select_related("organisation").order_by("submitted_at", "pk"):
            try:
                state = act(registration).state
            except DomainError as error:
                refused.append((str(registration), error))
                continue
            ended[state] += 1
            self.log_change(request, registration, str(enums.State(state).label))
        for state, count in ended.items():
            level = messages.WARNING if state == enums.State.WAIT_LISTED else messages.SUCCESS
            self.message_user(request, outcome(state, count), level)
        report_refusals(self, request, refused)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.act_view)
        acts = [path(f"<id:pk>/{act}/", view, {"act": act}, name=f"participants_registration_{act}") for act in ACTS]
        ask = self.admin_site.admin_view(self.ask_view)
        return [*acts, path("<id:pk>/ask/", ask, name="participants_registration_ask"), *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do one act to one registration; what cannot be undone, and declining, first shows a page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        registration = self.one_to_change(request, pk)
        page = getattr(self, act)(request, self.get_queryset(request).filter(pk=pk))
        return page or self.go_back(request, registration)

    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page on which staff ask a company for more; the registration stays under review."""
        registration = self.one_to_change(request, pk)
        form = AskForm(request.POST or None)
        if form.is_valid():
            try:
                ask_for_more(registration, form.cleaned_data["question"], request.user)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                self.log_change(request, registration, str(_("Asked for more")))
                self.message_user(request, _("The company was asked by mail."), messages.SUCCESS)
                return self.go_back(request, registration)
        context = {
            "title": _("Ask the company for more"),
            "explanation": _("The registration stays as it is until you decide."),
            "form": form,
            "button": _("Ask"),
            "back": request.POST.get("back") or request.GET.get("back", ""),
            "back_url": reverse("admin:participants_registration_change", args=[pk]),
        }
        return self._ask_first(request, self.get_queryset(request).filter(pk=pk), context)

    def one_to_change(self, request: HttpRequest, pk: int) -> Registration:
        """A registration this user may decide on, or 404; 403 for who may only look."""
        registration = get_object_or_404(self.get_queryset(request).select_related("organisation", "session"), pk=pk)
        if not self.has_change_permission(request, registration):
            raise PermissionDenied
        return registration

    def go_back(self, request: HttpRequest, registration: Registration) -> HttpResponse:
        """To the queue where the button stood there, else to the page of the registration."""
        if request.POST.get("back") == QUEUE:
            queue = reverse("admin:participants_registration_queue")
            return HttpResponseRedirect(f"{queue}?session={registration.session_id}")
        return HttpResponseRedirect(reverse("admin:participants_registration_change", args=[registration.pk]))


def outcome(state: str, count: int) -> str:
    """One sentence on how many registrations an act left in a state."""
    texts = {
        enums.State.CONFIRMED: ngettext("%(count)d confirmed.", "%(count)d confirmed.", count),
        enums.State.WAIT_LISTED: ngettext(
            "%(count)d placed on the waiting list.", "%(count)d placed on the waiting list.", count
        ),
        enums.State.DECLINED: ngettext("%(count)d declined.", "%(count)d declined.", count),
        enums.State.CANCELLED: ngettext("%(count)d cancelled.", "%(count)d cancelled.", count),
    }
    return texts[enums.State(state)] % {"count": count}
