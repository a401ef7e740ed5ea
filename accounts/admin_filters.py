"""Filters of the list of accounts: who has not come for a long time, whose account ends, who was invited."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.life import OPEN, TOLD_BEFORE
from taskforce.dates import today_in_rome

DAYS = (90, 180, 365)


class UnusedFilter(admin.SimpleListFilter):
    """Active accounts nobody signed in with for so many days; those made later than that have not had the time."""

    title = _("not used for")
    parameter_name = "unused"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(days), ngettext("%(count)d day", "%(count)d days", days) % {"count": days}) for days in DAYS]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in map(str, DAYS):
            return queryset
        since = timezone.now() - dt.timedelta(days=int(self.value()))
        return queryset.filter(unused_since(since))


class EndFilter(admin.SimpleListFilter):
    """Accounts by how they end or begin."""

    title = _("begin and end")
    parameter_name = "life"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("invited", _("invited, not come yet")),
            ("soon", _("ends within 14 days")),
            ("over", _("last day is over")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = today_in_rome()
        wanted = {
            "invited": Q(**OPEN),
            "soon": Q(is_active=True, expires_on__gte=today, expires_on__lte=today + TOLD_BEFORE),
            "over": Q(expires_on__lt=today),
        }
        return queryset.filter(wanted[self.value()]) if self.value() in wanted else queryset


def unused_since(moment: dt.datetime) -> Q:
    """Active accounts that were there at this moment and that nobody signed in with since."""
    return Q(is_active=True, date_joined__lt=moment) & (Q(last_login=None) | Q(last_login__lt=moment))
