"""Acts on registrations, places and attendance. Nothing else changes a registration's state or gives a place."""

from participants.links import find_link
from participants.services.attendance import check_in, undo_check_in
from participants.services.delegation import add_delegate, change_choices, name_delegate, replace_delegate
from participants.services.details import correct_delegate, save_delegate, save_details, save_own_details
from participants.services.drafts import remove_old_drafts, remove_old_links
from participants.services.duplicates import (
    duplicates_among,
    duplicates_of,
    elsewhere,
    index_organisation,
    tell_apart,
    with_duplicates,
)
from participants.services.enquiries import answer_enquiry, send_enquiry
from participants.services.erasure import grant_erasure
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
from participants.services.merging import merge_organisations, merge_registrations
from participants.services.moderation import (
    answer_clarification,
    ask_for_more,
    change_organisation,
    decide_changes,
)
from participants.services.offers import accept_place, lapse_offers, why_nobody_promoted
from participants.services.organisations import add_organisations, change_organisations
from participants.services.outbox import send_again
from participants.services.preview import preview_acts
from participants.services.questions import copy_questions, remove_lost_files, save_answers
from participants.services.registration import (
    discard_draft,
    save_choices,
    save_delegates,
    save_interests,
    save_organisation,
    submit_registration,
    verify_email,
)
from participants.services.reminders import count_recipients, send_due_reminders
from participants.services.returning import ask_for_earlier, begin_with
from participants.services.self_service import (
    agree_to_conditions,
    ask_for_links,
    ask_to_erase,
    end_calendar_links,
    make_calendar_link,
    take_new_email,
)
from participants.services.spreadsheet import (
    discard_spreadsheet,
    keep_spreadsheet,
    register_spreadsheet,
    remove_old_spreadsheets,
)

__all__ = [
    "accept_place",
    "add_delegate",
    "add_organisations",
    "admit_registration",
    "agree_to_conditions",
    "answer_clarification",
    "answer_enquiry",
    "ask_for_earlier",
    "ask_for_links",
    "ask_for_more",
    "ask_to_erase",
    "begin_with",
    "cancel_registration",
    "change_choices",
    "change_organisation",
    "change_organisations",
    "check_in",
    "confirm_registration",
    "copy_questions",
    "correct_delegate",
    "count_recipients",
    "decide_changes",
    "decline_registration",
    "discard_draft",
    "discard_spreadsheet",
    "duplicates_among",
    "duplicates_of",
    "elsewhere",
    "end_calendar_links",
    "fill_free_places",
    "find_link",
    "free_places",
    "grant_erasure",
    "index_organisation",
    "keep_spreadsheet",
    "lapse_offers",
    "make_calendar_link",
    "merge_organisations",
    "merge_registrations",
    "move_to_waiting_list",
    "name_delegate",
    "preview_acts",
    "queue_position",
    "register_spreadsheet",
    "release_delegate",
    "remove_lost_files",
    "remove_old_drafts",
    "remove_old_links",
    "remove_old_spreadsheets",
    "replace_delegate",
    "save_answers",
    "save_choices",
    "save_delegate",
    "save_delegates",
    "save_details",
    "save_interests",
    "save_organisation",
    "save_own_details",
    "send_again",
    "send_due_reminders",
    "send_enquiry",
    "sessions_with_waiting",
    "submit_registration",
    "take_new_email",
    "tell_apart",
    "undo_check_in",
    "verify_email",
    "why_nobody_promoted",
    "with_duplicates",
]
