"""The record, searched by whose data it tells of, and the pages of persons that put on record who opened them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from audit.admin import ChangeAdmin, ReadingAdmin
from audit.models import Change, Reading, ReadingOf
from audit.services import filters_of, record_list, record_reading
from participants.models import Delegate, Registration
from taskforce.text import comparison_key

MOST = 400  # persons that one search finds


class RecordsList:
    """A list that shows persons: who opened it stands in the record of readings, with the rows of the page."""

    person = ""  # what of a row leads to the person; the row itself where it says nothing

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if request.method == "GET" and "cl" in shown:
            rows = [getattr(row, self.person) if self.person else row for row in shown["cl"].result_list]
            name = self.opts.verbose_name_plural
            record_list(request.user, name, [row for row in rows if row], filters_of(request.GET))
        return response


class RecordsReading(RecordsList):
    """A page of one person or one registration: whoever opens it stands in the record of readings."""

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, obj: Model | None = None, **kwargs
    ) -> HttpResponse:
        if obj and request.method == "GET":
            record_reading(request.user, self.opts.verbose_name, [obj])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def persons(user: User, words: list[str]) -> tuple[list[Delegate], list[Registration]]:
    """Return the delegates and the registrations, by contact or organisation, in which all these words are found.

    They are looked up first: the record is then asked for their keys, which it finds by its indexes.
    """
    delegates = Delegate.objects.for_user(user)
    registrations = Registration.objects.for_user(user)
    for word in words:
        key = comparison_key(word) or word
        delegates = delegates.filter(Q(name_key__contains=key) | Q(email__icontains=word))
        registrations = registrations.filter(
            Q(organisation__name_key__contains=key) | Q(contact_name__icontains=word) | Q(contact_email__icontains=word)
        )
    found = delegates.order_by("-pk").only("registration")[:MOST]
    return list(found), list(registrations.order_by("-pk").only("pk")[:MOST])


admin.site.unregister(Change)
admin.site.unregister(Reading)


@admin.register(Change)
class ChangeOfPersonsAdmin(ChangeAdmin):
    def about(self, request: HttpRequest, words: list[str]) -> Q:
        delegates, registrations = persons(request.user, words)
        theirs = Q(delegate__in=[one.pk for one in delegates]) | Q(registration__in=[one.pk for one in registrations])
        return super().about(request, words) | theirs


@admin.register(Reading)
class ReadingOfPersonsAdmin(ReadingAdmin):
    def about(self, request: HttpRequest, words: list[str]) -> Q:
        """A reading of a whole registration is one of each of its delegates."""
        delegates, registrations = persons(request.user, words)
        whole = {one.pk for one in registrations} | {one.registration_id for one in delegates}
        rows = Q(table=Delegate._meta.db_table, row__in=[one.pk for one in delegates])
        rows |= Q(table=Registration._meta.db_table, row__in=whole)
        return super().about(request, words) | Q(pk__in=ReadingOf.objects.filter(rows).values("reading"))
