"""What is chosen and typed on the translators' page."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from desk.translations import PROGRAMME, Line, parts_of
from sessions.enums import OWED, TranslationState
from sessions.translations import LANGUAGES, Text, Wish, count_texts, digest_of
from taskforce.fields import LineFormField

STATES = {
    "": OWED,
    "missing": (TranslationState.MISSING,),
    "out_of_date": (TranslationState.OUT_OF_DATE,),
    "done": (TranslationState.DONE,),
    "all": (*OWED, TranslationState.DONE),
}
A_LINE = 55  # so many characters of a text stand on one line of its field, on a wide screen


class TextsFilter(forms.Form):
    """Which texts the page shows. What makes no sense is left out of the search."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("What is to do")),
            ("missing", _("What is missing")),
            ("out_of_date", _("What is out of date")),
            ("done", _("What is done")),
            ("all", _("Everything")),
        ],
    )
    part = forms.ChoiceField(label=_("Which texts"), required=False)
    q = LineFormField(label=_("Word in the text"), max_length=100, required=False)

    def __init__(self, data, texts: list[Text], languages: tuple[str, ...] = LANGUAGES) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.texts, self.languages = texts, languages
        self.fields["language"].choices = [(code, name) for code, name in settings.LANGUAGES if code in languages]
        parts = [("", _("All texts")), (PROGRAMME, _("What the programme prints")), *parts_of(texts)]
        self.fields["part"].choices = parts

    @property
    def asked(self) -> dict:
        """What was asked for and makes sense."""
        self.is_valid()
        return self.cleaned_data

    @cached_property
    def shown_language(self) -> str:
        """The language asked for; else the reader's where something is to do in it, else the one with most to do."""
        if language := self.asked.get("language"):
            return language
        counted = {one.language: (one.number, one.total) for one in count_texts(self.texts)}
        counted = {language: number for language, number in counted.items() if language in self.languages}
        read = counted.get(get_language(), (0, 0))
        return get_language() if read[0] else max(counted, key=counted.get)

    @property
    def wish(self) -> dict:
        """What was asked for, as arguments of ``list_lines``."""
        found = self.asked
        return {"states": STATES[found.get("state", "")], "part": found.get("part", ""), "q": found.get("q", "")}

    @property
    def is_narrowed(self) -> bool:
        """Whether less is shown than all that is to do in the language."""
        return any(self.asked.get(name) for name in ("state", "part", "q"))

    def query(self, page: int = 1, **other: str) -> str:
        """The list as it is now for the address of a form or link, its language always named; ``other`` changes it."""
        found = {name: self.asked.get(name) for name in ("state", "part", "q")}
        kept = {"language": self.shown_language, **found, "page": page if page > 1 else "", **other}
        return urlencode({name: value for name, value in kept.items() if value})


class TranslationForm(forms.Form):
    """The words of one text in one language; one that is out of date may be said to be still right."""

    right = forms.BooleanField(label=_("Still right as it is"), required=False)
    seen = forms.CharField(required=False)
    theirs = ""  # the translation somebody else wrote meanwhile

    def __init__(self, line: Line, data=None) -> None:
        super().__init__(data, prefix=line.slug, initial={"words": line.words})
        self.line = line
        self.seen_now = data.get(f"{line.slug}-seen", "") if data else line.seen
        model = line.described.model
        field = model._meta.get_field(f"{line.text.field}_{line.language}").formfield(required=False)
        lines = max(len(line.text.source_words), len(line.words)) // A_LINE + 1 + line.text.source_words.count("\n")
        field.widget = forms.Textarea(attrs={"rows": min(lines, 12), "lang": line.language, "spellcheck": "true"})
        field.widget.attrs |= field.widget_attrs(field.widget)
        field.label, field.help_text = dict(settings.LANGUAGES)[line.language], ""
        self.fields = {"words": field, **self.fields}
        if line.state != TranslationState.OUT_OF_DATE:
            del self.fields["right"]

    @property
    def wish(self) -> Wish | None:
        """What is asked for; None where nothing was typed and nothing said. Only of a form that is valid."""
        found = self.cleaned_data
        seen, words = found["seen"], found["words"] or ""
        typed = digest_of(words) != seen.partition(".")[2]
        if typed:
            return Wish(self.line.text.key, seen, words)
        return Wish(self.line.text.key, seen) if found.get("right") else None
