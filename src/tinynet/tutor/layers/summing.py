"""What a learner does with the observations: are they added up, each once?

Each part of the gradient is compared with what the learner has for each observation alone. What most parts share is said
of the sum, and what some have besides is said of these.
"""

from __future__ import annotations

from collections.abc import Sequence

from tinynet.layers import Gradient
from tinynet.tutor.layers.comparing import Beside, by_part, like
from tinynet.tutor.layers.ways import Found, sums

MEAN, UNKNOWN = "mean instead of sum", "unknown"


def of_the_sum(
    total: Gradient, singles: Sequence[Gradient], found: Sequence[Found], biased: bool
) -> tuple[list[Found], Beside | None]:
    """What was done to the sum, and the first numbers that show it.

    If a part is wrong for each observation already, only a known slip is claimed.
    """
    treated: dict[str, str] = {}
    beside: Beside | None = None
    rows = [by_part(single, biased) for single in singles]
    for part, mine in by_part(total, biased).items():
        known, place = [*sums([row[part] for row in rows])], f"dSSR/d{part}"
        label = next((label for label, values in known if like(mine, values)), UNKNOWN)
        if label != UNKNOWN or place not in dict(found):
            treated[place] = label
            beside = beside or (Beside.of(place, total, mine, known[0][1]) if label else None)
    return _of_the_parts(treated) or [("the sum", "")] * (not found), beside


def _of_the_parts(treated: dict[str, str]) -> list[Found]:
    """What both parts of a layer have, and other layers have not, is in its dSSR/dz."""
    labels = [*treated.values()]
    usual = "" if "" in labels else max(labels, key=lambda label: (labels.count(label), label == MEAN), default="")
    others = {place: label for place, label in treated.items() if label not in ("", usual)}
    found = [("the sum", usual)] * bool(usual or others)
    for place, label in others.items():
        in_both = others.get(place.replace("dW", "db")) == others.get(place.replace("db", "dW"))
        found.append((f"dSSR/dz{place[7:]}" if in_both else place, label))
    return [(place, label.replace(UNKNOWN, "")) for place, label in dict.fromkeys(found)]
