"""What deals bring when they are won, as the won ones show it."""

from collections import defaultdict
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from crm_desktop.analysis.forecast.history import Deal

PRICED = 10
"""So many won deals let a product speak for itself."""
WIDEST = 4.0


class Prices(msgspec.Struct, frozen=True):
    """What is learned of prices. ratio, ratios: won by thought, of all and by product; mean, usual: won, likewise.

    spread: variance of what one deal brings, relative to what it is expected to.
    """

    ratio: float
    ratios: dict[str, float]
    mean: float
    usual: dict[str, float]
    spread: float = 0.0

    def of(self, deal: Deal) -> float:
        """Say what a deal will bring if it is won."""
        if deal.amount:
            return deal.amount * self.ratios.get(deal.product, self.ratio)
        return self.usual.get(deal.product, self.mean)


def learn_prices(won: Collection[Deal]) -> Prices:
    """Learn from the won deals."""
    brought, said, thought, often = (defaultdict[str, float](float) for _ in range(4))
    for one in won:
        brought[one.product] += one.revenue
        often[one.product] += 1
        if one.amount:
            said[one.product] += one.revenue
            thought[one.product] += one.amount
    mean = sum(brought.values()) / max(1, len(won))
    ratio = sum(said.values()) / sum(thought.values()) if thought else 1.0
    before = PRICED * sum(thought.values()) / max(1, len(won))
    ratios = {name: (said[name] + ratio * before) / (thought[name] + before) for name in thought}
    usual = {name: (brought[name] + mean) / (often[name] + 1) for name in brought}
    found = Prices(ratio, ratios, mean, usual)
    off = [(one.revenue / found.of(one) - 1) ** 2 for one in won if found.of(one)]
    return replace(found, spread=min(WIDEST, sum(off) / max(1, len(off))))
