"""Path converters: an address that no row can have is a 404 before it reaches the database."""

from taskforce.guides import FILES


class IdConverter:
    """A primary key of at most nine digits (10^30 would overflow the database's integer)."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class SessionRefConverter:
    """A session by its number (``25``) or, while it has none, by ``s`` and its primary key (``s12``)."""

    regex = "[1-9][0-9]{0,3}|s[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


class VersionConverter(IdConverter):
    """The number of a version of the programme; 0 stands for what was never released."""

    regex = "0|[1-9][0-9]{0,3}"


class GuideConverter:
    """A guide behind the help link."""

    regex = "|".join(FILES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RegionCodeConverter:
    """An ISO 3166-2 code such as IT-25 or RU-SVE."""

    regex = "[A-Z]{2}-[A-Z0-9]{1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
