"""Acts on projects and on the archive of acts; each is one transaction."""

from agreements.services.acts import (
    add_act,
    change_act,
    denounce_act,
    link_acts,
    remove_act,
    sign_act,
    take_back_denunciation,
    take_back_signing,
    unlink_acts,
)
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
    "add_act",
    "add_file",
    "answer_about_project",
    "answer_interest",
    "ask_about_project",
    "attach_file",
    "change_act",
    "change_project",
    "check_file",
    "decline_project",
    "denounce_act",
    "express_interest",
    "link_acts",
    "place_project",
    "propose_at_desk",
    "propose_project",
    "remove_act",
    "remove_file",
    "reopen_project",
    "rewrite_project",
    "save_act",
    "sha256_of",
    "sign_act",
    "take_back_denunciation",
    "take_back_signing",
    "unlink_acts",
    "withdraw_interest",
    "withdraw_project",
]
