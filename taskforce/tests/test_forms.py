"""What taskforce.forms writes is what crispy renders, field by field."""

import re

import pytest
from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test.html import parse_html

from taskforce.forms import field_html, plain_helper

NASTY = '"><script>alert(1)</script>&amp; <b>'


class Sample(forms.Form):
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name", max_length=20, help_text="As <em>written</em>.")
    email = forms.EmailField(label=NASTY, required=False)
    site = forms.URLField(label="Site", assume_scheme="https", required=False)
    number = forms.IntegerField(label="Number", min_value=1, max_value=9, required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose"), ("a", "A"), ("Group", [("b", NASTY)])])
    side = forms.ChoiceField(label="Side", choices=[("IT", "Italian"), ("RU", NASTY)], widget=forms.RadioSelect)
    speaks = forms.MultipleChoiceField(
        label="Speaks", choices=[("it", "Italian"), ("ru", "Russian")], widget=forms.CheckboxSelectMultiple,
        required=False, help_text="All of them.",
    )  # fmt: skip
    also = forms.MultipleChoiceField(
        label="Also", choices=[("it", "Italian"), ("ru", "Russian")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="I agree", help_text="To everything.")
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget, required=False)  # one that crispy renders


LAYOUT = (
    "token",
    Fieldset("Who & where", "name", "email", css_id="who"),
    Row(Column("site", css_class="col-md-6"), Column("number")),
    Div("text", "kind", data_side="IT"),
    Fieldset("", "side", InlineCheckboxes("speaks")),
    "also", "agree", "day",
)  # fmt: skip
FILLED = {
    "token": NASTY, "name": NASTY, "email": "a@example.org", "site": "https://example.org", "number": "3",
    "text": f"{NASTY}\n\nmore", "kind": "b", "side": "RU", "speaks": ["it", "ru"], "also": ["ru"], "agree": "on",
}  # fmt: skip
WRONG = {
    "name": "x" * 30, "email": NASTY, "site": NASTY, "number": NASTY, "text": "x", "kind": NASTY, "side": NASTY,
    "speaks": [NASTY], "also": [NASTY],
}  # fmt: skip
INITIAL = {"name": "Anna", "number": 3, "kind": "a", "side": "IT", "speaks": ["it"], "agree": True}


def by_crispy(form: forms.Form) -> str:
    helper = FormHelper()
    helper.form_tag, helper.disable_csrf, helper.layout = False, True, Layout(*LAYOUT)
    return render_crispy_form(form, helper)


def elements(html: str) -> list[str]:
    """The elements of a page, one a line, without what crispy writes to no effect: legends have no "for" in HTML."""
    html = re.sub(r'<legend\s+for="[^"]*"', "<legend", html)
    return str(parse_html(re.sub(r'class="\s*([^"]*?)\s*"', r'class="\1"', html))).splitlines()


@pytest.mark.parametrize("data", [None, FILLED, WRONG, {}], ids=["empty", "filled", "wrong", "nothing"])
@pytest.mark.parametrize("initial", [None, INITIAL], ids=["", "initial"])
def test_a_form_is_written_as_crispy_renders_it(data, initial):
    ours = render_crispy_form(Sample(data, initial=initial), plain_helper(*LAYOUT))
    assert elements(ours) == elements(by_crispy(Sample(data, initial=initial)))


def test_nothing_typed_becomes_markup():
    assert "<script" not in render_crispy_form(Sample(FILLED), plain_helper(*LAYOUT))
    assert "<script" not in render_crispy_form(Sample(WRONG), plain_helper(*LAYOUT))


def test_a_widget_it_does_not_know_is_left_to_crispy():
    assert field_html(Sample()["day"]) is None
    assert 'name="day_month"' in render_crispy_form(Sample(), plain_helper("day"))
