"""Acts on projects and on the archive of acts; each is one transaction."""

from agreements.services.files import attach_file, check_file, save_act, sha256_of
from agreements.services.interests import answer_interest, express_interest, withdraw_interest
from agreements.services.proposing import (
    add_file,
    change_project,
    propose_at_desk,
    propose_project,
    remove_file,
    rewrite_project,
    withdraw_project,
)
from agreements.services.reviewing import (
    accept_project,
    answer_about_project,
    ask_about_project,
    decline_project,
    place_project,
    reopen_project,
)

__all__ = [
    "accept_project",
    "add_file",
    "answer_about_project",
    "answer_interest",
    "ask_about_project",
    "attach_file",
    "change_project",
    "check_file",
    "decline_project",
    "express_interest",
    "place_project",
    "propose_at_desk",
    "propose_project",
    "remove_file",
    "reopen_project",
    "rewrite_project",
    "save_act",
    "sha256_of",
    "withdraw_interest",
    "withdraw_project",
]
