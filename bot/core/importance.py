"""
How much something matters, in words people choose from, and the weight that stands for each.
"""

from __future__ import annotations

from enum import StrEnum

from bot.core.decision_table import MOST_WEIGHT

NO_WEIGHT = 0.0
WEIGHT_OF_IDLE = 1.0
"""What an answer is reckoned from where the table's own weight is 0: the usual one."""


class Importance(StrEnum):
    """
    What a person says of a criterion; `USUAL` leaves it to the table.
    """

    USUAL = "usual"
    NONE = "none"
    LITTLE = "little"
    MUCH = "much"
    MOST = "most"

    def weight(self, usual: float) -> float:
        """
        The weight of a criterion whose weight in the table is *usual*.

        Relative to it: what counts three times as much as the rest must not sink when somebody
        says that it matters a lot.
        """
        if self is Importance.USUAL:
            return usual
        factor = {"none": NO_WEIGHT, "little": 0.5, "much": 2.0, "most": 4.0}[self.value]
        return min((usual or WEIGHT_OF_IDLE) * factor, MOST_WEIGHT)
