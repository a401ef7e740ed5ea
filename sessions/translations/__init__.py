"""The texts of a session in three languages: which are missing, done, or out of date since the Italian changed."""

from sessions.translations.acts import note_translations, noting_translations
from sessions.translations.texts import (
    Owed,
    Stop,
    Text,
    count_texts,
    digest_of,
    gate,
    is_awaited,
    owed,
    session_of,
    texts_of,
)
from sessions.translations.translating import Outcome, Wish, save_translations, seen_of

__all__ = [
    "Outcome",
    "Owed",
    "Stop",
    "Text",
    "Wish",
    "count_texts",
    "digest_of",
    "gate",
    "is_awaited",
    "note_translations",
    "noting_translations",
    "owed",
    "save_translations",
    "seen_of",
    "session_of",
    "texts_of",
]
