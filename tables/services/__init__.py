"""Acts on the programme of a session, and on who has which role at its desk; each is one transaction.

Nothing else at the desk adds, changes, moves or removes lines. Each act on them locks the Session row and leaves one
ProgrammeEdit, from which it can be undone.
"""

from tables.services.copying import copy_day, copy_structure
from tables.services.editing import KEEP, add_line, change_line, move_line, remove_line
from tables.services.handover import HandedRole, hand_over_roles, take_invitation_back
from tables.services.history import changes_of, describe_edit
from tables.services.importing import import_lines
from tables.services.lines import line_of, lines_of
from tables.services.roles import give_role, invite_with_role, send_link_with_roles, take_role
from tables.services.undo import redo_last, redoable, undo_edit, undo_last, undoable

__all__ = [
    "KEEP",
    "HandedRole",
    "add_line",
    "change_line",
    "changes_of",
    "copy_day",
    "copy_structure",
    "describe_edit",
    "give_role",
    "hand_over_roles",
    "invite_with_role",
    "import_lines",
    "line_of",
    "lines_of",
    "move_line",
    "redo_last",
    "redoable",
    "remove_line",
    "send_link_with_roles",
    "take_invitation_back",
    "take_role",
    "undo_edit",
    "undo_last",
    "undoable",
]
