"""
The small types that knowledge is written in: ids, sentences, dates, and the frozen value.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

EITHER = "either"
"""Instead of an option's id: the choice is left open, or the first place is shared."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Weight = Annotated[float, Field(ge=0.1, le=5.0)]
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>|]+$", max_length=1000)]

Stance = Literal["favour", "against", "neutral"]


class Value(BaseModel):
    """
    A frozen piece of knowledge; unknown keys are findings, not noise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
