"""What ministry staff see of signing in: every attempt; and the way out for who lost their second factor."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Attempt
from accounts.recent import recently_signed_in
from accounts.second_factor import remove_second_factor
from accounts.signed_in import browser_in_words
from taskforce.admin import ActsOnly, PortalAdmin


class RemovesSecondFactor:
    """Adds to the administration of accounts the act that lets somebody sign in who lost telephone and codes."""

    actions = ("remove_second_factor",)

    @admin.action(description=_("Remove the second factor"), permissions=["remove_second_factor"])
    @recently_signed_in
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        found = list(queryset.filter(second_factor__isnull=False))
        for user in found:
            remove_second_factor(user)
        text = ngettext(
            "The second factor of %(count)d account was removed.",
            "The second factors of %(count)d accounts were removed.",
            len(found),
        )
        self.message_user(request, text % {"count": len(found)}, messages.SUCCESS if found else messages.WARNING)

    def has_remove_second_factor_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(Attempt)
class AttemptAdmin(ActsOnly, PortalAdmin):
    """Who signed in, who failed to and who was locked out, for half a year."""

    reason = _("Written whenever somebody tries to sign in; kept for half a year.")
    list_display = ("at", "user", "outcome", "address", "browser_told")
    list_filter = ("outcome", "at")
    search_fields = ("user__email", "user__full_name")
    list_select_related = ("user",)
    show_full_result_count = False
    fields = ("at", "user", "outcome", "address", "browser")

    @admin.display(description=_("browser"))
    def browser_told(self, attempt: Attempt) -> str:
        return browser_in_words(attempt.browser)
