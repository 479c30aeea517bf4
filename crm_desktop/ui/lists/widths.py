"""How wide columns are while nobody chose their widths: as declared, those of texts narrower where there is no room."""

from collections.abc import Sequence
from math import ceil

from crm_desktop.core.schema import Field, Kind

WIDE, LEAST = 180, 100
SHARES = {True: 0.55, False: 0.75}
"""What a column of texts keeps of its width at least, by whether it is a wide one."""
_WHOLE = frozenset({Kind.DAY, Kind.MOMENT})  # of which nothing can be left out, as of numbers


def fitted(fields: Sequence[Field], room: int) -> list[int]:
    """Narrow columns of texts alike until all have room, as far as that can be read; the last one has what is left."""
    widths = [field.width for field in fields]
    gives = [
        0 if field.is_number or field.kind in _WHOLE else max(0, field.width - max(LEAST, _kept(field.width)))
        for field in fields[:-1]
    ]
    over = sum(widths) - room
    if over <= 0 or not any(gives):
        return widths
    # Where all of them cannot be seen at once, the first are to be read.
    part = over / sum(gives) if over <= sum(gives) else 0.5
    return [width - ceil(give * part) for width, give in zip(widths, [*gives, 0], strict=True)]


def _kept(width: int) -> int:
    return round(width * SHARES[width >= WIDE])
