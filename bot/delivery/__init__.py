"""
Durable workflows: an accepted question gets exactly one reply.

The room knows neither Slack nor YAML. It is handed what decides, what looks for a reply that is
already there, what posts, and what writes the receipt.
"""

from bot.delivery.attempt import Waits
from bot.delivery.delivery import Delivery
from bot.delivery.errors import (
    CannotLook,
    DeliveryError,
    GiveUp,
    NeedsMending,
    NotAcceptedError,
    RetryLater,
)
from bot.delivery.keeping import Kept
from bot.delivery.question import Question

__all__ = [
    "CannotLook",
    "Delivery",
    "DeliveryError",
    "GiveUp",
    "Kept",
    "NeedsMending",
    "NotAcceptedError",
    "Question",
    "RetryLater",
    "Waits",
]
