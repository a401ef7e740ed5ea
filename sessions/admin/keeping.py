"""Pages of the administration where roles change: a session keeps an organiser here as it does at the desk."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sessions.models import Assignment
from sessions.roles import keeping_organisers
from taskforce.admin import PortalForm
from taskforce.errors import DomainError


class RefusedForm:
    """A form that an act refused, and that says so above its fields."""

    refused: str

    def full_clean(self) -> None:
        super().full_clean()
        self.add_error(None, self.refused)


class RefusingPages:
    """What an act refuses while a page is saved is said on that page, with all that was typed; nothing is saved."""

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super()._changeform_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            request.refused = error.message
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        refused = getattr(request, "refused", None)
        return type(form)(form.__name__, (RefusedForm, form), {"refused": refused}) if refused else form

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return self._or_say_why(request, super().delete_view, object_id, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return self._or_say_why(request, super().changelist_view, extra_context)

    def _or_say_why(self, request: HttpRequest, view, *args) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args)
        try:
            with transaction.atomic():
                return view(request, *args)
        except DomainError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(request.get_full_path())


class KeepsOrganisers(RefusingPages):
    """The pages of roles themselves."""

    def save_model(self, request: HttpRequest, obj: Assignment, form: PortalForm, change: bool) -> None:
        before = Assignment.objects.filter(pk=obj.pk).values_list("session", flat=True)
        with keeping_organisers([*before, obj.session_id]):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Assignment) -> None:
        with keeping_organisers([obj.session_id]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with keeping_organisers(queryset.order_by().values_list("session", flat=True)):
            super().delete_queryset(request, queryset)
