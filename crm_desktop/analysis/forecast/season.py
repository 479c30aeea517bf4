"""How a rate moves with the calendar, as far as its own past shows it: drift, months, quarters, years and their ends.

A rate is compared with what was expected of it in each third of a month; the logarithms of these ratios are taken as a
sum of effects of unknown size (a Gaussian process: Rasmussen and Williams, Gaussian Processes for Machine Learning,
2006, chapters 2 and 5). Each size, none included, weighs as much as the past speaks for it, so that a season appears
where it repeats and nowhere else. The arithmetic is exact and has no chance in it.
"""

import math
from collections.abc import Sequence
from operator import mul

import msgspec

LEVEL = 0.5
MEMORY = 18.0  # thirds of months after which a drift is as good as forgotten: half a year
PATIENCE = 2
KEPT = 8
TINY = 1e-12
LONGEST = 108
Sizes = tuple[float, ...]
EFFECTS: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = (
    ("drift", ((0, 0.4), (0.1, 0.3), (0.2, 0.2), (0.4, 0.1))),
    ("month", ((0, 0.4), (0.1, 0.3), (0.2, 0.2), (0.4, 0.1))),
    ("quarter", ((0, 0.4), (0.1, 0.15), (0.2, 0.15), (0.35, 0.15), (0.6, 0.15))),
    ("year", ((0, 0.6), (0.15, 0.2), (0.4, 0.2))),
    ("third", ((0, 0.6), (0.15, 0.2), (0.4, 0.2))),
    ("quarter_end", ((0, 0.7), (0.2, 0.15), (0.5, 0.15))),
    ("noise", ((0, 0.45), (0.1, 0.25), (0.25, 0.15), (0.6, 0.1), (1.2, 0.05))),
)
"""What may move a rate: the spread of each effect's logarithm, with the weight it has before anything is known."""


ORDERS = ((2, 3, 4, 5, 1, 0, 6), (0, 1, 2, 3, 4, 5, 6))
"""In which orders effects are looked for: what repeats first, and what passes first, as each may hide the other."""


class Reading(msgspec.Struct, frozen=True):
    """A past as one way of expecting it shows it: the logarithms of what happened by what was expected, cell by cell.

    lean: how far that expectation follows what is at hand (1) rather than the days that pass (0). expected: of each cell,
    where what the season makes of them shall add up to what happened.
    """

    lean: float
    ratios: tuple[float, ...]
    expected: tuple[float, ...] = ()


class View(msgspec.Struct, frozen=True):
    """One explanation of the past. chance: how likely it is beside the others; root, weights: what it reckons with.

    level: added to every logarithm.
    """

    chance: float
    lean: float
    sizes: Sizes
    root: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    level: float


class Outlook(msgspec.Struct, frozen=True):
    """The factors of some cells under one view of the past. mean, root: of their logarithms."""

    chance: float
    lean: float
    mean: tuple[float, ...]
    root: tuple[tuple[float, ...], ...]


class Season(msgspec.Struct, frozen=True):
    """How a rate moved in its cells, and the views that explain it."""

    cells: tuple[int, ...]
    views: tuple[View, ...]

    def ahead(self, cells: Sequence[int]) -> tuple[Outlook, ...]:
        """Give the factors of some cells, seen or still to come, with all their doubt."""
        return tuple(self._ahead(cells, view) for view in self.views)

    def _ahead(self, cells: Sequence[int], view: View) -> Outlook:
        leans = [_solved(view.root, [_kernel(one, other, view.sizes) for other in self.cells]) for one in cells]
        mean = tuple(view.level + sum(map(mul, lean, view.weights)) for lean in leans)
        left = [
            [
                _kernel(one, other, view.sizes) - sum(map(mul, leans[row], leans[at]))
                for at, other in enumerate(cells[: row + 1])
            ]
            for row, one in enumerate(cells)
        ]
        for at in range(len(cells)):
            left[at][at] += view.sizes[-1] ** 2 + TINY
        return Outlook(view.chance, view.lean, mean, _root(left))


def learn_season(cells: Sequence[int], readings: Sequence[Reading], blur: Sequence[float]) -> Season:
    """Learn from the past. cells: in order; blur: the variance of each cell's logarithm."""
    kept = tuple(cells[-LONGEST:])
    blurs = tuple(blur[-LONGEST:])
    met: list[tuple[float, float, Sizes, Reading]] = []
    for reading in readings:
        recent = Reading(reading.lean, reading.ratios[-LONGEST:], reading.expected[-LONGEST:])
        met += [(worth, recent.lean, sizes, recent) for sizes, worth in _explain(kept, recent.ratios, blurs).items()]
    met.sort(key=lambda one: (-one[0], one[1], one[2]))
    top = met[:KEPT]
    chances = [math.exp(worth - top[0][0]) for worth, _, _, _ in top]
    return Season(
        kept,
        tuple(
            _view(chance / sum(chances), kept, sizes, reading, blurs)
            for chance, (_, _, sizes, reading) in zip(chances, top, strict=True)
        ),
    )


def _view(chance: float, cells: Sequence[int], sizes: Sizes, reading: Reading, blur: Sequence[float]) -> View:
    root = _root(_covariance(cells, sizes, blur))
    weights = tuple(_solved(root, reading.ratios))
    level = _level(reading, root, weights, blur, sizes[-1] ** 2) if reading.expected else 0.0
    return View(chance, reading.lean, sizes, root, weights, level)


def _level(
    reading: Reading, root: Sequence[Sequence[float]], weights: Sequence[float], blur: Sequence[float], noise: float
) -> float:
    """Say by how much logarithms miss the sum: where things come in bursts, most cells are empty and a few are full."""
    happened = fitted = 0.0
    misses = zip(reading.ratios, reading.expected, _solved_back(root, weights), blur, strict=True)
    for ratio, expected, weight, doubt in misses:
        happened += math.exp(ratio) * (expected + 0.5) - 0.5
        fitted += expected * math.exp(ratio - (doubt + noise) * weight + noise / 2)
    return math.log((happened + 0.5) / (fitted + 0.5))


def _explain(cells: Sequence[int], ratios: Sequence[float], blur: Sequence[float]) -> dict[Sizes, float]:
    """Look for the sizes that explain the past best, one effect after the other; give all met with their worth."""
    spans_a_year = cells[-1] - cells[0] > 36
    met: dict[Sizes, float] = {}

    def worth(sizes: Sizes) -> float:
        if sizes not in met:
            prior = sum(math.log(dict(options)[size]) for (_, options), size in zip(EFFECTS, sizes, strict=True))
            met[sizes] = prior + _evidence(cells, ratios, blur, sizes)
        return met[sizes]

    for order in ORDERS:
        best: Sizes = (0.0,) * len(EFFECTS)
        for at in order * PATIENCE:
            name, options = EFFECTS[at]
            if name != "year" or spans_a_year:
                best = max(((*best[:at], size, *best[at + 1 :]) for size, _ in options), key=worth)
    return met


def _evidence(cells: Sequence[int], ratios: Sequence[float], blur: Sequence[float], sizes: Sizes) -> float:
    root = _root(_covariance(cells, sizes, blur))
    solved = _solved(root, ratios)
    misfit: float = sum(map(mul, solved, solved))
    return -misfit / 2 - sum(math.log(row[at]) for at, row in enumerate(root))


def _kernel(one: int, other: int, sizes: Sizes) -> float:
    """Say how much two cells have in common."""
    drift, month, quarter, year, third, quarter_end, _ = sizes
    months, others = one // 3, other // 3
    found = LEVEL * LEVEL
    if drift:
        found += drift * drift * math.exp(-abs(one - other) / MEMORY)
    if months == others:
        found += month * month
    if months % 3 == others % 3:
        found += quarter * quarter
        if one % 3 == other % 3:
            found += quarter_end * quarter_end
    if months % 12 == others % 12:
        found += year * year
    if one % 3 == other % 3:
        found += third * third
    return found


def _covariance(cells: Sequence[int], sizes: Sizes, blur: Sequence[float]) -> list[list[float]]:
    found = [[_kernel(one, other, sizes) for other in cells[: at + 1]] for at, one in enumerate(cells)]
    for at, doubt in enumerate(blur):
        found[at][at] += doubt + sizes[-1] ** 2
    return found


def _root(matrix: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """Take the lower triangular root of a symmetric positive matrix (Cholesky), of which the lower half is read."""
    root: list[tuple[float, ...]] = []
    for at, row in enumerate(matrix):
        made: list[float] = []
        for column in range(at):
            above = root[column]
            made.append((row[column] - sum(map(mul, made, above))) / above[column])
        made.append(math.sqrt(max(TINY, row[at] - sum(map(mul, made, made)))))
        root.append(tuple(made))
    return tuple(root)


def _solved(root: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Solve root x = values by substitution."""
    found: list[float] = []
    for row, value in zip(root, values, strict=True):
        found.append((value - sum(map(mul, found, row))) / row[len(found)])
    return found


def _solved_back(root: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Solve root' x = values, root' being the root turned over, by substitution from the end."""
    left = list(values)
    for at in reversed(range(len(left))):
        left[at] /= root[at][at]
        for before in range(at):
            left[before] -= root[at][before] * left[at]
    return left
