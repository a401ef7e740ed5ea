"""The outbox: which mail waits, was sent or failed. What it says is not shown: it may hold a contact's own link."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log

from taskforce.admin import ActsOnly, PortalAdmin

for model in (Attachment, Email, EmailTemplate, Log):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class LogInline(ActsOnly, admin.TabularInline):
    model = Log
    fields = readonly_fields = ("date", "status", "exception_type", "message")
    extra = 0


@admin.register(Email)
class EmailAdmin(ActsOnly, PortalAdmin):
    reason = _("The portal writes every mail itself. One that failed for good can be sent again from here.")
    list_display = ("recipients", "subject", "status", "number_of_retries", "created", "last_updated")
    list_filter = ("status",)
    date_hierarchy = "created"
    search_fields = ("to", "subject")
    fields = ("to", "subject", "status", "priority", "created", "scheduled_time", "last_updated", "number_of_retries")
    inlines = (LogInline,)
    actions = ("send_again",)
    change_form_template = "admin/change_form.html"  # the package has one of its own, with a button we do not offer

    @admin.display(description=_("to"), ordering="to")
    def recipients(self, email: Email) -> str:
        return ", ".join(email.to)

    @admin.action(description=_("Send again what failed"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        count = queryset.filter(status=STATUS.failed).update(
            status=STATUS.queued, number_of_retries=0, scheduled_time=None
        )
        text = ngettext("%(count)d mail will be sent again.", "%(count)d mails will be sent again.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("post_office.change_email")
