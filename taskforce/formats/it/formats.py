"""Numbers instead of words: Django's Italian months begin with a capital, and its dates with the day of the week."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d/m/Y H:i"
