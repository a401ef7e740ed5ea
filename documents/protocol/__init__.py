"""The draft Protocol of a session: facts gathered and frozen, put into parts, drawn up as texts in two languages."""
