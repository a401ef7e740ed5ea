"""A session's own questions: one form for the organisation and one for each delegate.

A question that depends on an earlier answer is always in the form: static/js/questions.js hides it while it does not
apply, and without the script a note says when to answer it. The server asks for it, and keeps it, only if it applies.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants import wording
from participants.asking import Asked, Key, is_met
from participants.enums import QuestionKind
from participants.forms.widgets import LongSelect
from participants.models import Answer, Delegate, Question
from taskforce import uploads
from taskforce.fields import BlockFormField

FEW = 7  # so many choices are shown as radio buttons
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
DAY = "%Y-%m-%d"


class NumberField(forms.DecimalField):
    """A number as people of three languages write it: ``1234,5``, ``1 234.5`` and ``1.234,5`` are all understood."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        text = "".join(str("" if value is None else value).split())
        separator = formats.get_format("THOUSAND_SEPARATOR")
        whole, *groups = text.lstrip("+-").split(separator) if separator in (".", ",") else [text]
        if groups and 0 < len(whole) < 4 and all(len(group) == 3 and group.isdigit() for group in groups):
            text = text.replace(separator, "")
        cut = max(text.rfind("."), text.rfind(","))
        if cut >= 0:
            text = text[:cut].replace(".", "").replace(",", "") + "." + text[cut + 1 :]
        return super().to_python(text)


class CheckedFileField(forms.FileField):
    """A file that was opened and found safe. Returns an Upload; None where no new one was chosen."""

    widget = forms.FileInput(attrs={"accept": uploads.ACCEPT})

    def clean(self, data, initial=None):
        if not data:
            if self.required and not initial:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return uploads.checked(data)


@dataclass
class Page:
    """What the forms of one page share: which questions stand on it, and what is chosen so far."""

    asked: Asked
    chosen: dict[Key, int]
    names: dict[Key, str] = field(default_factory=dict)


class QuestionForm(forms.Form):
    """The questions to one who answers: a delegate, or None for the organisation."""

    def __init__(self, data, files, *, page: Page, delegate: Delegate | None, questions: list[Question]) -> None:
        prefix = f"d{delegate.pk}" if delegate else "organisation"
        super().__init__(data, files, prefix=prefix, label_suffix="")
        self.page, self.delegate = page, delegate
        self.questions: dict[str, Question] = {}
        for question in questions:
            self._add(question)

    @property
    def rows(self) -> list[dict]:
        """Each field for the page, with the name and value it depends on where that stands on the same page."""
        rows = []
        for name, question in self.questions.items():
            parent = self._parent(question)
            removes = f"{name}_remove"
            extra = self[removes] if removes in self.fields else None
            depends = (self.page.names[parent], question.shown_if_id) if parent in self.page.names else None
            rows.append({"field": self[name], "remove": extra, "depends": depends})
        return rows

    @property
    def values(self) -> dict[Key, object]:
        """The answers for the act, of the fields that are right: also while others are still to be corrected."""
        return {
            self._key(question): value
            for name, question in self.questions.items()
            if name in self.cleaned_data and (value := self._value(name, question)) is not Ellipsis
        }

    def clean(self) -> dict:
        data = super().clean()
        for name, question in self.questions.items():
            key = self._key(question)
            applies = is_met(question, key[1], self.page.chosen)
            self.page.chosen.pop(key, None)
            if not applies:  # whatever was typed there, right or wrong, is no answer
                self.errors.pop(name, None)
                data[name] = None
                continue
            value = data.get(name)
            if question.kind == QuestionKind.CHOICE and value:
                self.page.chosen[key] = value
            kept = question.kind == QuestionKind.FILE and key in self.page.asked.answers
            if question.required and value in (None, "") and not kept and name not in self.errors:
                self.add_error(name, _("Please answer this question."))
        return data

    def _add(self, question: Question) -> None:
        key, parent, name = self._key(question), self._parent(question), f"q{question.pk}"
        on_page = parent in self.page.names
        if parent and not on_page and not is_met(question, key[1], self.page.chosen):
            return  # asked elsewhere, and the answer there does not lead here
        answer = self.page.asked.answers.get(key)
        made = FIELDS[QuestionKind(question.kind)](question)
        made.label, made.required = question.label, question.required and not on_page
        made.widget.is_required = made.required
        made.error_messages["required"] = _("Please answer this question.")
        made.initial = _initial(question, answer)
        made.help_text = _help(question, answer, on_page)
        self.fields[name] = made
        self.questions[name] = question
        self.page.names[key] = self.add_prefix(name)
        if question.kind == QuestionKind.FILE and answer and not question.required:
            self.fields[f"{name}_remove"] = forms.BooleanField(
                label=_("Remove %(file)s") % {"file": answer.file_name}, required=False
            )

    def _value(self, name: str, question: Question) -> object:
        """An answer; None takes it away, Ellipsis leaves it as it is."""
        value = self.cleaned_data[name]
        if question.kind != QuestionKind.FILE:
            return None if value in ("", None) else value
        if value is None and is_met(question, self._key(question)[1], self.page.chosen):
            return None if self.cleaned_data.get(f"{name}_remove") else Ellipsis
        return value

    def _key(self, question: Question) -> Key:
        return question.pk, self.delegate and self.delegate.pk

    def _parent(self, question: Question) -> Key | None:
        if question.shown_if_id is None:
            return None
        parent = question.shown_if.question
        return parent.pk, self._key(question)[1] if parent.audience == question.audience else None


def question_forms(asked: Asked, data=None, files=None, *, delegate: Delegate | None = None) -> list[QuestionForm]:
    """Return the forms of a page: the organisation's and each delegate's, or one delegate's alone. Empty ones are out.

    They are to be validated in this order, all of them: what an organisation answers opens questions to its delegates.
    """
    page = Page(asked, asked.chosen)
    whose: dict[Delegate | None, list[Question]] = {} if delegate else {None: []}
    for question, person in asked.pairs():
        if delegate is None or person == delegate:
            whose.setdefault(person, []).append(question)
    made = [
        QuestionForm(data, files, page=page, delegate=person, questions=questions)
        for person, questions in whose.items()
    ]
    return [form for form in made if form.questions]


def _text(question: Question) -> forms.Field:
    return BlockFormField(max_length=3000, widget=forms.Textarea(attrs={"rows": 2}))


def _choice(question: Question) -> forms.Field:
    choices = [(choice.pk, choice.label) for choice in question.choices.all()]
    radio = len(choices) <= FEW
    empty = [] if radio and question.required else [("", _("No answer") if radio else _("Choose …"))]
    widget = forms.RadioSelect if radio else LongSelect
    return forms.TypedChoiceField(choices=[*empty, *choices], coerce=int, empty_value=None, widget=widget)


def _date(question: Question) -> forms.Field:
    return forms.DateField(
        input_formats=[DAY, "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        error_messages={"invalid": gettext_lazy("Write a date, such as 31.12.2026.")},
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


def _number(question: Question) -> forms.Field:
    return NumberField(max_digits=15, decimal_places=3)


def _file(question: Question) -> forms.Field:
    return CheckedFileField()


FIELDS = {
    QuestionKind.TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.DATE: _date,
    QuestionKind.NUMBER: _number,
    QuestionKind.FILE: _file,
}


def _initial(question: Question, answer: Answer | None) -> object:
    if answer is None:
        return "" if question.kind == QuestionKind.CHOICE else None
    if question.kind == QuestionKind.NUMBER:
        return wording.plain_number(answer.number)
    if question.kind == QuestionKind.CHOICE:
        return answer.choice_id
    return {QuestionKind.TEXT: answer.text, QuestionKind.DATE: answer.date}.get(question.kind, answer.file_name)


def _help(question: Question, answer: Answer | None, on_page: bool) -> SafeString:
    """The hint; when to answer; what file is kept. Escaped: a help text is put on the page as it is."""
    parts = []
    if on_page:
        note = _("Answer this only if you answered “%(answer)s” to “%(question)s” above.")
        words = {"answer": question.shown_if.label, "question": question.shown_if.question.label}
        parts.append(format_html('<span class="only-if">{}</span>', note % words))
    if question.hint:
        parts.append(question.hint)
    if question.kind == QuestionKind.FILE:
        parts.append(_("PDF, PNG or JPEG, at most 5 MB."))
        if answer:
            kept = _("We have %(file)s. Choose another file only to replace it.")
            parts.append(format_html("<strong>{}</strong>", kept % {"file": wording.answer_words(answer)}))
    return format_html_join(" ", "{}", ((part,) for part in parts))
