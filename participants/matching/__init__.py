"""How two spellings of one organisation are brought to one form; the words and letters it goes by are data."""

from participants.matching.domains import domain_of_email, domain_of_website
from participants.matching.keys import keys_of
from participants.matching.names import folded_word, is_form, name_keys

__all__ = ["domain_of_email", "domain_of_website", "folded_word", "is_form", "keys_of", "name_keys"]
