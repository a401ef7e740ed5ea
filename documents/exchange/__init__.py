"""Tables of rows that go out as a spreadsheet and come back: what they hold is declared once, in ``columns``."""
