"""The session file (``taskforce-session/1``): bytes to JSON (reader), JSON to facts (checks), facts to rows (load).

And back: rows to bytes (dump).
"""

from documents.sessionfile.dump import dump_session
from documents.sessionfile.errors import SessionFileError
from documents.sessionfile.load import Loaded, check_session, load_facts, load_session
from documents.sessionfile.reader import read_bytes

__all__ = [
    "Loaded",
    "SessionFileError",
    "check_session",
    "dump_session",
    "load_facts",
    "load_session",
    "read_bytes",
]
