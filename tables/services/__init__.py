"""Acts on the programme of a session: nothing else at the desk adds, changes, moves or removes its lines.

Each act is one transaction with the Session row locked and leaves one ProgrammeEdit, from which it can be undone.
"""

from tables.services.copying import copy_day, copy_structure
from tables.services.editing import KEEP, add_line, change_line, move_line, remove_line
from tables.services.history import changes_of, describe_edit
from tables.services.lines import line_of, lines_of
from tables.services.undo import redo_last, redoable, undo_edit, undo_last, undoable

__all__ = [
    "KEEP",
    "add_line",
    "change_line",
    "changes_of",
    "copy_day",
    "copy_structure",
    "describe_edit",
    "line_of",
    "lines_of",
    "move_line",
    "redo_last",
    "redoable",
    "remove_line",
    "undo_edit",
    "undo_last",
    "undoable",
]
