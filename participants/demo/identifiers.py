"""Tax numbers with right check digits. They are drawn at random and belong to nobody known to us."""

from __future__ import annotations

from random import Random

from stdnum import luhn
from stdnum.ru import inn

PROVINCES = 100  # an Italian number holds the province of its tax office, 001 to 100


def draw_vat_number(rng: Random) -> str:
    """Return a P. IVA: seven digits, the province, a check digit."""
    number = f"{rng.randrange(1, 5_000_000):07d}{rng.randint(1, PROVINCES):03d}"
    return number + luhn.calc_check_digit(number)


def draw_fiscal_code(rng: Random) -> str:
    """Return the codice fiscale of a body without a P. IVA: eleven digits that begin with 8 or 9."""
    number = f"{rng.randrange(8_000_000, 10_000_000):07d}{rng.randint(1, PROVINCES):03d}"
    return number + luhn.calc_check_digit(number)


def draw_inn(rng: Random) -> str:
    """Return the INN of a body: four digits of the tax office, five of its own, a check digit."""
    number = f"{rng.randint(1, 92):02d}{rng.randint(1, 99):02d}{rng.randrange(100_000):05d}"
    return number + inn.calc_company_check_digit(number)
