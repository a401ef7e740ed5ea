"""A map of both countries in which each region is a tile of the same size, about where it lies.

A small region is as easy to see as a large one, and the map draws no frontier. The north-west comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sessions.enums import Side

ITALY = """
    .   .   32  .   .
    23  25  34  36  .
    21  45  .   .   .
    42  52  55  57  .
    .   .   62  65  .
    88  .   72  67  75
    .   .   .   77  .
    .   .   82  78  .
"""
RUSSIA = """
    .   .   .   .   MUR .   NEN .   .   .   .   .   .   .   .   .   .
    .   .   SPE LEN KR  ARK KO  .   .   YAN .   .   .   .   .   CHU .
    KGD .   PSK NGR VLG KOS KIR PER SVE KHM TOM KYA IRK SA  MAG KAM .
    .   SMO TVE YAR IVA NIZ ME  UD  KGN TYU NVS KEM BU  ZAB AMU KHA SAK
    .   BRY KLU MOW MOS VLA CU  TA  CHE OMS ALT KK  TY  .   YEV PRI .
    .   .   ORL TUL RYA MO  ULY BA  ORE .   AL  .   .   .   .   .   .
    .   .   KRS LIP TAM PNZ SAM .   .   .   .   .   .   .   .   .   .
    .   .   BEL VOR VGG SAR .   .   .   .   .   .   .   .   .   .   .
    .   .   .   ROS KL  AST .   .   .   .   .   .   .   .   .   .   .
    .   AD  KDA STA CE  DA  .   .   .   .   .   .   .   .   .   .   .
    .   .   KC  KB  SE  IN  .   .   .   .   .   .   .   .   .   .   .
"""
SHORT = {
    "IT-21": "PIE", "IT-23": "VDA", "IT-25": "LOM", "IT-32": "TAA", "IT-34": "VEN", "IT-36": "FVG", "IT-42": "LIG",
    "IT-45": "EMR", "IT-52": "TOS", "IT-55": "UMB", "IT-57": "MAR", "IT-62": "LAZ", "IT-65": "ABR", "IT-67": "MOL",
    "IT-72": "CAM", "IT-75": "PUG", "IT-77": "BAS", "IT-78": "CAL", "IT-82": "SIC", "IT-88": "SAR",
}  # fmt: skip
GRIDS = {Side.IT: ITALY, Side.RU: RUSSIA}
LEVELS = 5
STEP, SIZE = 50, 46  # from a tile to the next, and its own width, in units of the drawing


@dataclass(frozen=True)
class Tile:
    """A region on the map. ``level`` is 0 for none, else 1 to LEVELS: its share of the fullest of its country."""

    short: str
    name: str
    number: int
    level: int
    x: int
    y: int


@dataclass(frozen=True)
class Country:
    """The map of a country. ``listed`` are the regions with any, the fullest first; ``nowhere`` named no region."""

    side: str
    label: str
    width: int
    height: int
    tiles: list[Tile]
    nowhere: int

    @property
    def listed(self) -> list[Tile]:
        return sorted((tile for tile in self.tiles if tile.number), key=lambda tile: (-tile.number, tile.name))


def places_on(grid: str, side: str) -> dict[str, tuple[int, int]]:
    """Return column and row of each region of a grid, by its ISO code."""
    lines = [line.split() for line in grid.split("\n") if line.strip()]
    return {f"{side}-{code}": (x, y) for y, line in enumerate(lines) for x, code in enumerate(line) if code != "."}


PLACES = {side: places_on(grid, side) for side, grid in GRIDS.items()}


def draw_country(side: Side, numbers: Mapping[str, int], names: Mapping[str, str], nowhere: int = 0) -> Country:
    """Return the map of a country with a number for each region, by its code. ``nowhere`` named no region."""
    fullest = max((numbers.get(code, 0) for code in PLACES[side]), default=0) or 1
    tiles = [
        Tile(
            SHORT.get(code, code[3:]),
            names.get(code, code),
            number := numbers.get(code, 0),
            -(-LEVELS * number // fullest),
            STEP * column,
            STEP * row,
        )
        for code, (column, row) in PLACES[side].items()
    ]
    width, height = (max(place[axis] for place in PLACES[side].values()) + 1 for axis in (0, 1))
    return Country(side.value, side.label, STEP * width, STEP * height, tiles, nowhere)
