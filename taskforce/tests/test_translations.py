"""The Italian and Russian texts of the interface: whole, certain, and fit to be filled in like the English ones."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.conf import settings

LANGUAGES = ("it", "ru")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?\d*[sdif]|%[sdif%]|\{\w*\}|</?[a-z][^<>]*>")
FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) (".*")')


@dataclass
class Message:
    """One entry of a catalogue: its texts by keyword (``msgid``, ``msgstr[0]`` …) and its flags."""

    texts: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return " | ".join(filter(None, (self.texts.get("msgctxt"), self.texts.get("msgid"))))

    @property
    def forms(self) -> list[str]:
        return [text for keyword, text in self.texts.items() if keyword.startswith("msgstr")]


def read_catalogue(text: str) -> list[Message]:
    """Return the entries of a .po file, its header (the one without a msgid) first; obsolete ones are comments."""
    messages = []
    for block in re.split(r"\n\s*\n", text):
        message, keyword = Message(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                message.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif found := FIELD.fullmatch(line):
                keyword = found[1]
                message.texts[keyword] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                message.texts[keyword] += ast.literal_eval(line)
        if message.texts:
            messages.append(message)
    return messages


@cache
def catalogue(language: str) -> list[Message]:
    path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"
    return read_catalogue(path.read_text(encoding="utf-8"))


def messages_of(language: str) -> list[Message]:
    return catalogue(language)[1:]


def plural_rule(language: str) -> tuple[int, str]:
    header = catalogue(language)[0].texts["msgstr"]
    found = re.search(r"Plural-Forms: nplurals=(\d+); plural=(.+);\n", header)
    assert found, header
    return int(found[1]), found[2]


def test_reader_understands_what_catalogues_hold():
    text = (
        'msgid ""\nmsgstr ""\n"Language: it\\n"\n\n'
        '#, fuzzy, python-format\nmsgctxt "page"\nmsgid "one \\"%(n)s\\""\nmsgid_plural ""\n"many"\n'
        'msgstr[0] "uno"\nmsgstr[1] ""\n\n#~ msgid "old"\n#~ msgstr "vecchio"\n'
    )
    header, message = read_catalogue(text)
    assert header.forms == ["Language: it\n"]
    assert message.texts["msgid_plural"] == "many"
    assert (message.name, message.forms) == ('page | one "%(n)s"', ["uno", ""])
    assert message.flags == {"fuzzy", "python-format"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_message_is_translated_once_and_none_is_fuzzy(language):
    messages = messages_of(language)
    assert len(messages) > 800
    assert [name for name, times in Counter(message.name for message in messages).items() if times > 1] == []
    assert [message.name for message in messages if not message.forms or not all(map(str.strip, message.forms))] == []
    assert [message.name for message in catalogue(language) if "fuzzy" in message.flags] == []


def test_both_languages_translate_the_same_messages():
    italian, russian = ({message.name for message in messages_of(language)} for language in LANGUAGES)
    assert italian ^ russian == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_english_text(language):
    wrong = []
    for message in messages_of(language):
        english = message.texts.get("msgid_plural", message.texts["msgid"])
        expected = sorted(PLACEHOLDER.findall(english))
        wrong += [(message.name, form) for form in message.forms if sorted(PLACEHOLDER.findall(form)) != expected]
    assert wrong == []


@pytest.mark.parametrize(("language", "apart"), [("it", (1, 2)), ("ru", (1, 2, 5))])
def test_plural_messages_have_a_form_for_each_case_of_the_language(language, apart):
    count, rule = plural_rule(language)
    choose = gettext.c2py(rule)
    assert len({choose(number) for number in apart}) == len(apart)
    assert {choose(number) for number in range(1000)} <= set(range(count))
    plural = [message for message in messages_of(language) if "msgid_plural" in message.texts]
    assert plural
    assert [message.name for message in plural if len(message.forms) != count] == []
    single = [message for message in messages_of(language) if "msgid_plural" not in message.texts]
    assert [message.name for message in single if len(message.forms) != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_typographic(language):
    """A straight quote or apostrophe has a place in HTML only."""
    texts = [re.sub(r"<[^<>]*>", "", form) for message in messages_of(language) for form in message.forms]
    assert [text for text in texts if "'" in text or '"' in text] == []
