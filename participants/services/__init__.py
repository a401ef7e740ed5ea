"""Acts on registrations, places and attendance. Nothing else changes a registration's state or gives a place."""

from participants.links import find_link
from participants.services.attendance import check_in, undo_check_in
from participants.services.gate import (
    admit_registration,
    cancel_registration,
    confirm_registration,
    decline_registration,
    fill_free_places,
    free_places,
    move_to_waiting_list,
    queue_position,
    release_delegate,
    sessions_with_waiting,
)
from participants.services.offers import accept_place, lapse_offers, why_nobody_promoted
from participants.services.registration import (
    discard_draft,
    save_choices,
    save_delegates,
    save_organisation,
    submit_registration,
    verify_email,
)

__all__ = [
    "accept_place",
    "admit_registration",
    "cancel_registration",
    "check_in",
    "confirm_registration",
    "decline_registration",
    "discard_draft",
    "fill_free_places",
    "find_link",
    "free_places",
    "lapse_offers",
    "move_to_waiting_list",
    "queue_position",
    "release_delegate",
    "sessions_with_waiting",
    "save_choices",
    "save_delegates",
    "save_organisation",
    "submit_registration",
    "undo_check_in",
    "verify_email",
    "why_nobody_promoted",
]
