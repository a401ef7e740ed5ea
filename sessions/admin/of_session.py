"""Rows that belong to a session: told apart, filtered, and held together by it."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sessions.models import Room, Session
from sessions.translations import note_translations, session_of
from taskforce.admin import PortalForm

SESSION = ("session__number", "session__title_it", "session__title_ru", "session__title_en")


def short_name(session: Session) -> str:
    """The session in a column or a filter: its number, or the beginning of its title while it has none."""
    return _("Session %(number)s") % {"number": session.number} if session.number else Truncator(session).chars(40)


class SessionFilter(admin.RelatedOnlyFieldListFilter):
    """The sessions that have rows in the list, by their short names."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[int, str]]:
        # The keys of the rows are gone through once; looking for each session's first row goes through all of them for
        # each session that has none.
        rows = model_admin.get_queryset(request).order_by().filter(**{f"{self.field_path}__isnull": False})
        listed = rows.model._base_manager.filter(pk__in=rows.values("pk")) if rows.query.annotations else rows
        sessions = Session.objects.filter(pk__in=listed.values(self.field_path))
        return [(session.pk, str(short_name(session))) for session in sessions]


class NotesTranslations:
    """A page on which texts of a session are written: which translations are out of date is noted as it is saved."""

    def save_model(self, request: HttpRequest, obj: Model, form: PortalForm, change: bool) -> None:
        if change and (session := session_of(obj)):
            note_translations(session)  # as it was before: the Italian that changes now must have been known
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: PortalForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if session := session_of(form.instance):
            note_translations(session, request.user)


class OfSession(NotesTranslations):
    """Lists of rows whose label repeats from session to session: an autocomplete field names the session too."""

    label_related = ("session",)
    list_select_related = ("session",)
    search_folded = True

    @admin.display(description=_("session"), ordering="session")
    def edition(self, row: Model) -> str:
        return short_name(row.session)

    def autocomplete_label(self, row: Model) -> str:
        return f"{row} ({short_name(row.session)})"


def session_id_of(row: Model) -> int:
    """The session a row belongs to; a room belongs to its venue's."""
    return row.venue.session_id if isinstance(row, Room) else row.session_id


class SameSessionForm(PortalForm):
    """Refuses, beside the field, what belongs to another session; ``same_session`` names the fields."""

    same_session: tuple[str, ...] = ()

    def session_id(self) -> int | None:
        session: Session | None = self.cleaned_data.get("session")
        return session.pk if session else self.instance.session_id

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in self.same_session:
            self._refuse_strangers(name)
        venue, room = self.cleaned_data.get("venue"), self.cleaned_data.get("room")
        if venue and room and room.venue_id != venue.pk:
            self.add_error("room", _("This room is in another venue."))
        return cleaned

    def _refuse_strangers(self, name: str) -> None:
        value = self.cleaned_data.get(name)
        rows = [value] if isinstance(value, Model) else value or []
        strangers = [str(row) for row in rows if session_id_of(row) != self.session_id()]
        if strangers and self.session_id():
            message = _("Belongs to another session: %(names)s.")
            self.add_error(name, ValidationError(message, params={"names": ", ".join(strangers)}))
