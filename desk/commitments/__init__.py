"""Commitments at a session's desk: taken from its acts, carried from earlier ones, reported of."""
