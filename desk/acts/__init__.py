"""The acts of a session at its desk: the list, the page of each, and the signing ceremony."""
