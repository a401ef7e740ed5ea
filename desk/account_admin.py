"""Ministry staff's acts on accounts: invite, withdraw, switch off, hand over. Each first says what it does."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.life import offer_account
from accounts.life_forms import InviteForm
from accounts.models import User
from desk.account_admin_forms import HandOverForm
from desk.leaving import hand_over, preview_hand_over, switch_off, what_ends
from sessions.admin import UserWithAssignmentsAdmin
from tables.services import send_link_with_roles, take_invitation_back
from taskforce.admin import PortalForm
from taskforce.errors import DomainError

HANDS_OVER = "taskforce_sessions.change_assignment"  # roles go to somebody: not for who may only change accounts


class AccountActs:
    """Pages beside those of an account."""

    def get_urls(self) -> list:
        acts = {
            "invite-again": self.invite_again_view,
            "withdraw": self.withdraw_view,
            "switch-off": self.switch_off_view,
            "hand-over": self.hand_over_view,
        }
        of_one = [
            path(f"<id:pk>/{act}/", self.admin_site.admin_view(view), name=f"accounts_user_{act.replace('-', '_')}")
            for act, view in acts.items()
        ]
        invite = path("invite/", self.admin_site.admin_view(self.invite_view), name="accounts_user_invite")
        return [invite, *of_one, *super().get_urls()]

    def invite_view(self, request: HttpRequest) -> HttpResponse:
        """Invite somebody to an account; only a superuser makes them staff."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InviteForm(request.POST or None, gives_rights=request.user.is_superuser)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    user = offer_account(by=request.user, **form.cleaned_data)
                    send_link_with_roles(user, request.user)
                    self.log_addition(request, user, str(_("Invited")))
                self.message_user(request, _("An invitation went out to: %(email)s") % {"email": user.email})
                return self._to_page(user)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
        return self._page(request, "invite", None, {"title": _("Invite somebody"), "form": form})

    def invite_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send another link of an open invitation."""
        return self._do(
            request, pk, lambda user: send_link_with_roles(user, request.user), _("The invitation was sent again.")
        )

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an open invitation back, with its roles."""
        return self._do(request, pk, take_invitation_back, _("The invitation is withdrawn. Its link opens nothing."))

    def switch_off_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what ends with an account, and switch it off."""
        user = self._one(request, pk)
        if user == request.user:
            self.message_user(request, _("Nobody switches off their own account."), messages.ERROR)
            return self._to_page(user)
        if request.method == "POST":
            with transaction.atomic():
                switch_off(user)
                self.log_change(request, user, str(_("Switched off")))
            self.message_user(request, _("The account is switched off: %(name)s") % {"name": user})
            return self._to_page(user)
        return self._page(
            request, "switch_off", user, {"title": _("Switch the account off"), "ending": what_ends(user)}
        )

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask to whom the work goes, say what would go over, and let it."""
        user = self._one(request, pk)
        if not request.user.has_perm(HANDS_OVER):
            raise PermissionDenied
        form, found = HandOverForm(request.POST or None), None
        if request.method == "POST" and form.is_valid():
            try:
                if "sure" in request.POST:
                    return self._hand_over(request, user, form.cleaned_data["other"])
                found = preview_hand_over(user, form.cleaned_data["other"])
            except DomainError as error:
                form.add_error("other", error.message)
        context = {"title": _("Hand over to another person"), "form": form, "found": found}
        return self._page(
            request, "hand_over", user, context | {"other": form.is_bound and form.cleaned_data.get("other")}
        )

    def _hand_over(self, request: HttpRequest, user: User, other: User) -> HttpResponse:
        with transaction.atomic():
            hand_over(user, other)
            if "off" in request.POST and user != request.user:
                switch_off(user)
            self.log_change(request, user, str(_("Handed over to: %(name)s") % {"name": other}))
        self.message_user(request, _("The work goes over to: %(name)s") % {"name": other})
        return self._to_page(user)

    def save_model(self, request: HttpRequest, obj: User, form: PortalForm, change: bool) -> None:
        """Save an account; one that is switched off here ends as completely as by its own page."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            switch_off(obj)

    def render_change_form(self, request: HttpRequest, context: dict, *args, obj: User | None = None, **kwargs):
        if obj:
            context |= {
                "may_act": self.has_change_permission(request, obj),
                "may_hand_over": request.user.has_perm(HANDS_OVER),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _do(self, request: HttpRequest, pk: int, act, said: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = self._one(request, pk)
        try:
            act(user)
            self.message_user(request, said)
        except DomainError as error:
            self.message_user(request, error.message, messages.ERROR)
        return self._to_page(user)

    def _one(self, request: HttpRequest, pk: int) -> User:
        """An account this user may change, or 404; 403 for who may only look."""
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        return user

    def _page(self, request: HttpRequest, name: str, user: User | None, context: dict) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "account": user}
        return TemplateResponse(request, f"admin/accounts/user/{name}.html", frame | context)

    def _to_page(self, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))


class UserWithActsAdmin(AccountActs, UserWithAssignmentsAdmin):
    """Accounts with all that can be done with them."""
