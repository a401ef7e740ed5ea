"""How much one registration may ask for."""

MAX_DELEGATES = 10
MAX_TABLES = 3
