"""Requests to erase, which staff grant after a look at what must be kept."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participants.models import ErasureRequest, Registration
from participants.services import grant_erasure
from sessions.admin.of_session import SessionFilter, short_name
from taskforce.admin import ActsOnly, PortalAdmin


@admin.register(ErasureRequest)
class ErasureRequestAdmin(ActsOnly, PortalAdmin):
    reason = _("Contacts and delegates ask for it on their own page. The action erases; nothing brings it back.")
    list_display = ("who", "organisation", "edition", "asked_at", "done_at", "decided_by")
    list_filter = (("done_at", admin.EmptyFieldListFilter), ("registration__session", SessionFilter))
    list_select_related = ("registration__organisation", "registration__session", "delegate", "decided_by")
    search_fields = ("registration__contact_email", "delegate__email")
    search_keys = ("registration__organisation__name_key", "delegate__name_key")
    ordering = ("-asked_at", "-pk")
    fields = ("registration", "delegate", "asked_at", "done_at", "decided_by")
    actions = ("erase",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(registration__in=Registration.objects.for_user(request.user))

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("participants.change_erasurerequest")

    @admin.action(description=_("Erase"), permissions=["erase"])
    def erase(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        open_ones = queryset.filter(done_at=None).select_related(*self.list_select_related)
        if "erase" not in request.POST:
            return self._ask(request, open_ones)
        done = [grant_erasure(one, request.user) for one in open_ones]
        for one in done:
            self.log_change(request, one, str(_("Erased")))
        text = ngettext("%(count)d request granted.", "%(count)d requests granted.", len(done))
        self.message_user(request, text % {"count": len(done)}, messages.SUCCESS)
        return None

    def _ask(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase personal data"),
            "opts": self.opts,
            "requests": queryset,
            "checkbox": ACTION_CHECKBOX_NAME,
            "action_url": reverse("admin:participants_erasurerequest_changelist"),
        }
        return TemplateResponse(request, "admin/participants/erasurerequest/erase.html", context)

    @admin.display(description=_("whose data"))
    def who(self, one: ErasureRequest) -> str:
        return one.delegate.name if one.delegate else one.registration.contact_name

    @admin.display(description=_("organisation"))
    def organisation(self, one: ErasureRequest) -> str:
        return one.registration.organisation.name

    @admin.display(description=_("session"), ordering="registration__session")
    def edition(self, one: ErasureRequest) -> str:
        return short_name(one.registration.session)
