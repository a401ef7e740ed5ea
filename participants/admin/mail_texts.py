"""What the portal's mails say: staff's own words in three languages, and reminders, each with a preview."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participants import mail_texts, mailing, services
from participants.enums import MailKind
from participants.mail_samples import sample_values
from participants.models import MailText, Reminder
from sessions.admin.of_session import OfSession, SessionFilter
from taskforce.admin import PortalForm, PortalTranslationAdmin

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EDITABLE = [kind for kind in MailKind if kind != MailKind.REMINDER]
# The mail of a preview has styles within its elements, as mail programs need them; nothing else may run or load.
PREVIEW_POLICY = {
    "style-src": ["'self'", "'unsafe-inline'"],
    "script-src": ["'none'"],
    "sandbox": ["allow-same-origin"],
}


class TextsForm(PortalForm):
    """Subject and text in three languages, in which only the placeholders of the mail's kind stand."""

    kind: str = MailKind.REMINDER

    def placeholders(self) -> tuple[str, ...]:
        return mail_texts.placeholders_of(self.kind)

    def clean(self) -> dict:
        cleaned = super().clean()
        allowed = self.placeholders()
        for language in LANGUAGES:
            self._check(f"subject_{language}", tuple(name for name in allowed if name in mail_texts.SHORT))
            if body := self._check(f"body_{language}", allowed):
                self._check_needed(f"body_{language}", body)
        return cleaned

    def _check(self, field: str, allowed: tuple[str, ...]) -> str:
        text = self.cleaned_data.get(field) or ""
        if unknown := mail_texts.unknown_placeholders(text, allowed):
            message = _("Not known here: %(unknown)s. What may stand here: %(allowed)s.") if allowed else _(
                "Not known here: %(unknown)s. No placeholder may stand here."
            )  # fmt: skip
            meanings = "; ".join(f"{{{name}}} = {mail_texts.MEANINGS[name]}" for name in allowed)
            params = {"unknown": ", ".join(unknown), "allowed": meanings}
            self.add_error(field, ValidationError(message, params=params, code="placeholder"))
        return text

    def _check_needed(self, field: str, body: str) -> None:
        if missing := mail_texts.missing_placeholders(body, self.kind):
            message = _("Without %(missing)s this mail is of no use: write it into the text.")
            self.add_error(field, ValidationError(message, params={"missing": ", ".join(missing)}, code="missing"))


class MailTextForm(TextsForm):
    @property
    def kind(self) -> str:
        return self.instance.kind


class ReminderForm(TextsForm):
    """A reminder is written in all three languages, and goes out at a moment that is still to come."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            for name in (f"subject_{language}", f"body_{language}"):
                if name in self.fields:
                    self.fields[name].required = True

    def placeholders(self) -> tuple[str, ...]:
        return mail_texts.reminder_placeholders(self.cleaned_data.get("audience", ""))

    def clean(self) -> dict:
        cleaned = super().clean()
        moment = self.cleaned_data.get("send_at")
        if moment and "send_at" in self.changed_data and moment < timezone.now():
            self.add_error("send_at", _("This moment has passed: choose one that is still to come."))
        return cleaned


class TextsAdmin(PortalTranslationAdmin):
    """Texts with a preview in each language, of what is stored (GET) and of what is typed and not saved (POST)."""

    change_form_template = "admin/participants/mail_text_form.html"
    readonly_fields: tuple[str, ...] = ("placeholders",)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_view)
        name = f"participants_{self.opts.model_name}_preview"
        return [path("<str:object_id>/preview/<str:language>/", view, name=name), *super().get_urls()]

    def kind_of(self, row: Model) -> str:
        return MailKind.REMINDER

    def effective_texts(self, row: Model, language: str) -> tuple[str, str]:
        """Subject and text as they would go out in a language."""
        return getattr(row, f"subject_{language}") or "", getattr(row, f"body_{language}") or ""

    @admin.display(description=_("what may stand in it"))
    def placeholders(self, row: Model) -> str:
        names = mail_texts.placeholders_of(self.kind_of(row))
        if not names:
            return _("No placeholder may stand here.")
        rows = [(f"{{{name}}}", mail_texts.MEANINGS[name]) for name in names]
        return format_html('<dl class="placeholders">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))

    @method_decorator(csp_replace(PREVIEW_POLICY))
    def preview_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        new = object_id == "add" and self.has_add_permission(request)
        row = self.model() if new else self.get_object(request, object_id)
        if row is None or language not in LANGUAGES:
            raise Http404
        typed = request.method == "POST"
        if not (new or (self.has_change_permission(request) if typed else self.has_view_permission(request, row))):
            raise PermissionDenied
        errors = self._take_typed(request, row) if typed else []
        kind = self.kind_of(row)
        subject, body = self.effective_texts(row, language)
        session = row.session if getattr(row, "session_id", None) else None
        mail = mailing.preview(subject, body, sample_values(kind, language, session), language)
        context = {
            "title": _("Preview: %(what)s") % {"what": MailKind(kind).label},
            "mail": mail,
            "language": language,
            "language_name": dict(settings.LANGUAGES)[language],
            "errors": errors,
            "unsaved": typed,
        }
        return TemplateResponse(request, "admin/participants/mail_preview.html", context)

    def _take_typed(self, request: HttpRequest, row: Model) -> list[tuple[str, list[str]]]:
        """Put what was typed into the row, without saving it, and return what is wrong with it."""
        form = self.get_form(request, row, change=True)(request.POST, instance=row)
        form.is_valid()
        for name in form.fields:  # also what was refused is shown, as it was typed
            if name.startswith(("subject_", "body_")):
                setattr(row, name, form.cleaned_data.get(name) or form[name].value() or "")
        return [(form.fields[name].label if name in form.fields else "", found) for name, found in form.errors.items()]

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, obj: Model | None = None, **kwargs
    ) -> HttpResponse:
        key = getattr(obj, "kind", None) or (obj.pk if obj else "add")
        if context.get("adminform") and (obj is None or self.has_change_permission(request, obj)):
            route = f"admin:participants_{self.opts.model_name}_preview"
            context["previews"] = [(reverse(route, args=[key, code]), name) for code, name in settings.LANGUAGES]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(MailText)
class MailTextAdmin(TextsAdmin):
    """Every kind of mail, whether staff wrote words of their own for it or not; its address is the kind."""

    form = MailTextForm
    reason = _("A language left empty keeps the portal's own words.")
    readonly_fields = ("placeholders", "default_it", "default_ru", "default_en", "updated_at")
    fieldsets = (
        (None, {"fields": ("placeholders", "updated_at")}),
        (_("Italian"), {"fields": ("subject_it", "body_it", "default_it")}),
        (_("Russian"), {"fields": ("subject_ru", "body_ru", "default_ru")}),
        (_("English"), {"fields": ("subject_en", "body_en", "default_en")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MailText | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> MailText | None:
        if object_id not in EDITABLE:
            return super().get_object(request, object_id, from_field)
        return self.get_queryset(request).filter(kind=object_id).first() or MailText(kind=object_id)

    def kind_of(self, row: MailText) -> str:
        return row.kind

    def effective_texts(self, row: MailText, language: str) -> tuple[str, str]:
        subject, body = super().effective_texts(row, language)
        default_subject, default_body = mail_texts.default_texts(row.kind, language)
        return subject or default_subject, body or default_body

    def save_model(self, request: HttpRequest, obj: MailText, form: MailTextForm, change: bool) -> None:
        if obj.pk is None:  # two people may write the first words for a kind at once: the later ones stay
            obj.pk = MailText.objects.get_or_create(kind=obj.kind)[0].pk
            obj._state.adding = False
        obj.save()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        written = {row.kind: row for row in self.get_queryset(request)}
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "languages": [name for _code, name in settings.LANGUAGES],
            "rows": [_row(kind, written.get(kind)) for kind in EDITABLE],
        }
        return TemplateResponse(request, "admin/participants/mail_text_list.html", context)

    @admin.display(description=_("the portal's words"))
    def default_it(self, row: MailText) -> str:
        return _default(row, "it")

    @admin.display(description=_("the portal's words"))
    def default_ru(self, row: MailText) -> str:
        return _default(row, "ru")

    @admin.display(description=_("the portal's words"))
    def default_en(self, row: MailText) -> str:
        return _default(row, "en")


def _default(row: MailText, language: str) -> str:
    subject, body = mail_texts.default_texts(row.kind, language)
    return format_html('<div class="mail-default" lang="{}"><b>{}</b>\n\n{}</div>', language, subject, body)


def _row(kind: MailKind, written: MailText | None) -> dict:
    def changed(language: str) -> bool:
        return bool(written and (getattr(written, f"subject_{language}") or getattr(written, f"body_{language}")))

    previews = [
        (reverse("admin:participants_mailtext_preview", args=[kind.value, code]), name, changed(code))
        for code, name in settings.LANGUAGES
    ]
    return {
        "name": kind.label,
        "url": reverse("admin:participants_mailtext_change", args=[kind.value]),
        "previews": previews,
        "updated_at": written.updated_at if written else None,
    }


@admin.register(Reminder)
class ReminderAdmin(OfSession, TextsAdmin):
    """Reminders of a session; one that has begun to go out is not changed any more."""

    form = ReminderForm
    reason = _("A reminder goes out by itself, once to each who belongs to its audience at that moment.")
    list_display = ("subject", "edition", "audience", "send_at", "sent_at", "written")
    list_filter = (("session", SessionFilter), "audience")
    search_fields = ("subject_it", "subject_ru", "subject_en", "session__number")
    date_hierarchy = "send_at"
    autocomplete_fields = ("session",)
    readonly_fields = ("placeholders", "recipients_now", "sent_at", "written")
    fieldsets = (
        (None, {"fields": ("session", "audience", "recipients_now", "send_at", ("sent_at", "written"))}),
        (
            _("Placeholders"),
            {
                "fields": ("placeholders",),
                "description": _("To addresses not verified yet, no name that somebody typed may be written."),
            },
        ),
        (_("Italian"), {"fields": ("subject_it", "body_it")}),
        (_("Russian"), {"fields": ("subject_ru", "body_ru")}),
        (_("English"), {"fields": ("subject_en", "body_en")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(written_count=Count("mails"))

    def has_change_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _begun(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _begun(obj)

    @admin.display(description=_("mails written"), ordering="written_count")
    def written(self, reminder: Reminder) -> int:
        return getattr(reminder, "written_count", 0)

    @admin.display(description=_("would get it now"))
    def recipients_now(self, reminder: Reminder) -> str:
        if reminder.pk is None:
            return _("Counted when it is saved.")
        return str(services.count_recipients(reminder))


def _begun(reminder: Reminder | None) -> bool:
    return bool(reminder and reminder.pk and (reminder.sent_at or getattr(reminder, "written_count", 0)))
