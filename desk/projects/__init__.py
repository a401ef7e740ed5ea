"""The projects of a session at its desk: those to review, and the page of each."""
