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
    texts_of,
)

__all__ = [
    "Owed",
    "Stop",
    "Text",
    "count_texts",
    "digest_of",
    "gate",
    "is_awaited",
    "note_translations",
    "noting_translations",
    "owed",
    "texts_of",
]
