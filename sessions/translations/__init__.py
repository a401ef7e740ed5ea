"""The texts of a session in three languages: which are missing, done, or out of date since the Italian changed."""

from sessions.translations.acts import copy_marks, note_translations, noting_translations
from sessions.translations.texts import (
    LANGUAGES,
    Owed,
    Stop,
    Text,
    Translated,
    count_texts,
    describe_model,
    digest_of,
    gate,
    is_awaited,
    language_name,
    session_of,
    texts_of,
    translated_models,
)
from sessions.translations.translating import Outcome, Wish, save_translations, seen_of

__all__ = [
    "LANGUAGES",
    "Outcome",
    "Owed",
    "Stop",
    "Text",
    "Translated",
    "Wish",
    "copy_marks",
    "count_texts",
    "describe_model",
    "digest_of",
    "gate",
    "is_awaited",
    "language_name",
    "note_translations",
    "noting_translations",
    "save_translations",
    "seen_of",
    "session_of",
    "texts_of",
    "translated_models",
]
