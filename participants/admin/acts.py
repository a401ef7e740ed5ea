"""What staff do with registrations: from the list, the queue and the page of one, always by POST."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from participants import enums
from participants.admin.refusals import report_refusals
from participants.models import Registration
from participants.services import (
    ask_for_more,
    cancel_registration,
    confirm_registration,
    decline_registration,
    move_to_waiting_list,
    preview_acts,
)
from taskforce.errors import DomainError
from taskforce.fields import BlockFormField

Act = Callable[[Registration], Registration]
ACTS = ("confirm", "move_to_waiting", "decline", "cancel")
QUEUE = "queue"
MOST = 200  # registrations decided in one request: each takes some tens of milliseconds, twice


@dataclass(frozen=True)
class Asked:
    """An act on ticked rows: what its page says before it is done, and how it is done."""

    name: str
    title: str | Promise
    explanation: str | Promise
    button: str | Promise
    act: Callable[[User, str], Act]


CONFIRM = Asked(
    "confirm",
    gettext_lazy("Confirm registrations"),
    gettext_lazy("Each delegate gets a place while there is one, else the next number of the waiting list."),
    gettext_lazy("Confirm the registrations"),
    lambda user, reason: lambda registration: confirm_registration(registration, user),
)
MOVE_TO_WAITING = Asked(
    "move_to_waiting",
    gettext_lazy("Move registrations to the waiting list"),
    gettext_lazy("All their delegates go to the end of the waiting list. Places they hold go to those who wait."),
    gettext_lazy("Move to the waiting list"),
    lambda user, reason: lambda registration: move_to_waiting_list(registration, user),
)
CANCEL = Asked(
    "cancel",
    gettext_lazy("Cancel registrations"),
    gettext_lazy(
        "These registrations will be withdrawn. Places they hold go to those who wait. Each contact is told by"
        " mail. This cannot be undone."
    ),
    gettext_lazy("Cancel the registrations"),
    lambda user, reason: lambda registration: cancel_registration(registration, user),
)
DECLINE = Asked(
    "decline",
    gettext_lazy("Decline registrations"),
    gettext_lazy(
        "These registrations will be declined. Places they hold go to those who wait. Each contact is told by mail."
    ),
    gettext_lazy("Decline"),
    lambda user, reason: lambda registration: decline_registration(registration, user, reason),
)
AT_ONCE = {one.name: one for one in (CONFIRM, MOVE_TO_WAITING)}  # of a single registration, by its own button
ANY_REASON = "–"  # stands for the reason in a preview, before it is written


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
    """Acts for ticked rows, which first show what they would do, and for one registration posted by a button."""

    actions = ACTS

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._preview_first(request, queryset, CONFIRM)

    @admin.action(description=gettext_lazy("Move to the waiting list"), permissions=["change"])
    def move_to_waiting(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._preview_first(request, queryset, MOVE_TO_WAITING)

    @admin.action(description=gettext_lazy("Cancel at the company's request"), permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._preview_first(request, queryset, CANCEL)

    @admin.action(description=gettext_lazy("Decline, with a reason"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._preview_first(request, queryset, DECLINE)

    def _preview_first(self, request: HttpRequest, queryset: QuerySet, asked: Asked) -> HttpResponse | None:
        """Do the act when it is sure; else show what it would do, or that it is too much for one request."""
        form = DeclineForm(request.POST if "sure" in request.POST else None) if asked is DECLINE else None
        rows = in_order(queryset)
        if len(rows) > MOST:
            text = _("At most %(number)d registrations are decided at once: tick fewer of them.") % {"number": MOST}
            self.message_user(request, text, messages.ERROR)
            return None
        reason = form.cleaned_data["reason"] if form and form.is_valid() else ANY_REASON
        act = asked.act(request.user, reason)
        if "sure" in request.POST and (form is None or form.is_valid()):
            self._act(request, rows, act)
            return None
        context = {
            "title": asked.title,
            "explanation": asked.explanation,
            "button": asked.button,
            "act": asked.name,
            "form": form,
            "preview": preview_acts(rows, act),
        }
        if request.path == reverse("admin:participants_registration_changelist"):  # back to it as it was filtered
            context["back_url"] = request.get_full_path()
        return self._ask_first(request, queryset, context)

    def _ask_first(self, request: HttpRequest, queryset: QuerySet, context: dict) -> HttpResponse:
        """Show what is about to be done; its button posts to the same address again, with ``sure``."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "registrations": queryset.select_related("organisation", "session"),
            "preview": None,
            "checkbox": ACTION_CHECKBOX_NAME,
            "back": request.POST.get("back", ""),
            "back_url": reverse("admin:participants_registration_changelist"),
            **context,
        }
        return TemplateResponse(request, "admin/participants/registration/sure.html", context)

    def _act(self, request: HttpRequest, registrations: list[Registration], act: Act) -> None:
        """Do the act to each row, oldest first, and tell how many ended in which state and which were refused."""
        ended: Counter[str] = Counter()
        refused = []
        for registration in registrations:
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
        """Do one act to one registration; what takes a place away for good, and declining, first shows a page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        registration = self.one_to_change(request, pk)
        if act in AT_ONCE:
            self._act(request, [registration], AT_ONCE[act].act(request.user, ""))
            return self.go_back(request, registration)
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


def in_order(queryset: QuerySet) -> list[Registration]:
    """The ticked registrations, oldest first; one more than may be decided at once where there are too many."""
    return list(queryset.select_related("organisation", "session").order_by("submitted_at", "pk")[: MOST + 1])


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
