"""What was written to whom, and the outbox. What a mail says is not shown: it may hold a contact's own link."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from post_office.models import STATUS, Attachment, Email, EmailTemplate, Log

from participants import services
from participants.admin.record import RecordsList
from participants.models import MailLog, Registration
from sessions.admin.of_session import SessionFilter, short_name
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
        _send_again(self, request, queryset.values_list("pk", flat=True))

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("post_office.change_email")


class StateFilter(admin.SimpleListFilter):
    """Waiting, sent, or failed for good."""

    title = _("state")
    parameter_name = "state"
    STATES = {"waiting": (STATUS.queued, STATUS.requeued), "sent": (STATUS.sent,), "failed": (STATUS.failed,)}

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", _("Waiting")), ("sent", pgettext("mail", "Sent")), ("failed", _("Failed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        states = self.STATES.get(self.value())
        return queryset.filter(email__status__in=states) if states else queryset


@admin.register(MailLog)
class MailLogAdmin(RecordsList, ActsOnly, PortalAdmin):
    """What went to whom, and how far it has come."""

    reason = _(
        "A line for every mail the portal wrote; what it says is not kept here, since it may hold somebody's link."
    )
    person = "registration"
    list_display = ("recipient", "kind", "state", "created_at", "edition", "organisation", "code")
    list_filter = ("kind", StateFilter, ("registration__session", SessionFilter), "language")
    list_select_related = ("registration__session", "registration__organisation")
    date_hierarchy = "created_at"
    search_fields = ("recipient",)
    fields = ("kind", "recipient", "language", "created_at", "state", "registration", "delegate", "reminder")
    actions = ("send_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mine = Q(registration=None) | Q(registration__in=Registration.objects.for_user(request.user))
        facts = {"status": F("email__status"), "tries": F("email__number_of_retries")}
        return super().get_queryset(request).filter(mine).annotate(**facts)

    @admin.display(description=_("session"), ordering="registration__session")
    def edition(self, mail: MailLog) -> str:
        return short_name(mail.registration.session) if mail.registration else ""

    @admin.display(description=_("organisation"), ordering="registration__organisation__name_key")
    def organisation(self, mail: MailLog) -> str:
        return mail.registration.organisation.name if mail.registration else ""

    @admin.display(description=_("language"), ordering="language")
    def code(self, mail: MailLog) -> str:
        return mail.language.upper()

    @admin.display(description=_("state"), ordering="email__status")
    def state(self, mail: MailLog) -> str:
        return mail_state(mail.status, mail.tries or 0)

    @admin.action(description=_("Send again what failed"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        _send_again(self, request, queryset.exclude(email=None).values_list("email_id", flat=True))

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("post_office.change_email")


def mail_state(status: int | None, tries: int) -> str:
    """How far a mail has come, in words; ``tries`` counts those that failed."""
    if status is None:
        return _("No longer in the outbox")
    if status == STATUS.sent:
        return pgettext("mail", "Sent")
    if status == STATUS.failed:
        return ngettext("Failed after %(count)d try", "Failed after %(count)d tries", tries + 1) % {"count": tries + 1}
    if not tries:
        return _("Waiting")
    return ngettext("Waiting, %(count)d try failed", "Waiting, %(count)d tries failed", tries) % {"count": tries}


def _send_again(model_admin: admin.ModelAdmin, request: HttpRequest, email_ids: Iterable[int]) -> None:
    count = services.send_again(email_ids)
    text = ngettext("%(count)d mail will be sent again.", "%(count)d mails will be sent again.", count)
    model_admin.message_user(request, text % {"count": count}, messages.SUCCESS if count else messages.WARNING)
