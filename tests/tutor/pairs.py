"""Programs with two slips each: every usual slip of a derivative, the forward pass, the sum and the step with every other.

The network is written once more, by hand, with a switch for each slip. The table says where each slip is; nothing of it
comes from the tutor. A verdict tells something false if it names a place where none of the two slips is, and nothing that
follows from them.
"""

import math
from itertools import combinations

NAMES = ("w1", "w2", "w3", "w4", "b1", "b2", "b3")
HIDDEN = ("w1", "w2", "b1", "b2")
CHAIN = {  # the place of each kind of factor
    "w1": {"weight": "dpredicted/dy1", "slope": "dy1/dx1", "input": "dx1/dw1"},
    "w2": {"weight": "dpredicted/dy2", "slope": "dy2/dx2", "input": "dx2/dw2"},
    "w3": {"y": "dpredicted/dw3"},
    "w4": {"y": "dpredicted/dw4"},
    "b1": {"weight": "dpredicted/dy1", "slope": "dy1/dx1", "bias": "dx1/db1"},
    "b2": {"weight": "dpredicted/dy2", "slope": "dy2/dx2", "bias": "dx2/db2"},
    "b3": {},
}
# For each slip what it changes. Two slips that change the same thing make no pair.
DERIVATIVE = {
    "sign": "sign", "half": "two", "no residual": "residual", "residual squared": "residual", "sum for residual": "residual",
    "no weight": "weight", "other weight": "weight",
    "no slope": "slope", "slope at y": "slope", "slope of the sigmoid": "slope", "other x": "slope",
    "no input": "input", "x for input": "input", "bias times input": "bias",
    "x for y": "y", "other y": "y",
    "no b1": "x", "no b3": "predicted", "w3 and w4 exchanged": "predicted", "relu": "f", "log10": "f",
    "mean": "sum", "first only": "sum", "last only": "sum", "all but last": "sum",
    "times 3": "constant", "one added": "added",
}  # fmt: skip
STEP = {
    "added": "direction", "no rate": "rate", "rate squared": "rate", "rate fixed": "rate",
    "in place": "when", "output first": "when", "row by row": "when",
    "b1 stands still": "b1", "old value twice": "old", "step returned": "old",
}  # fmt: skip
PLACES = {
    "sign": "dSSR/dpredicted", "two": "dSSR/dpredicted", "residual": "dSSR/dpredicted", "x": "predicted",
    "predicted": "predicted", "f": "predicted", "sum": "the sum", "constant": "constant factor", "added": "an added term",
    "direction": "update", "rate": "learning rate", "b1": "update", "old": "old value",
}  # fmt: skip


def sigma(x):
    return 1 / (1 + math.exp(-x))


class Learner:
    """The seven derivatives and a step, with slips."""

    def __init__(self, *slips):
        self.slips = frozenset(slips)

    def __repr__(self):
        return " + ".join(sorted(self.slips))

    def has(self, slip):
        return slip in self.slips

    def f(self, x):
        if self.has("relu"):
            return max(x, 0.0)
        return math.log(1 + math.exp(x)) / (math.log(10) if self.has("log10") else 1)

    def row(self, p, t, o):
        w1, w2, w3, w4, b1, b2, b3 = p
        x1, x2 = t * w1 + (0 if self.has("no b1") else b1), t * w2 + b2
        y1, y2 = self.f(x1), self.f(x2)
        v3, v4 = (w4, w3) if self.has("w3 and w4 exchanged") else (w3, w4)
        predicted = y1 * v3 + y2 * v4 + (0 if self.has("no b3") else b3)
        r = o + predicted if self.has("sum for residual") else o - predicted
        first = 1.0 if self.has("no residual") else -2 * (r * r if self.has("residual squared") else r)
        first *= (-1 if self.has("sign") else 1) * (0.5 if self.has("half") else 1) * (3 if self.has("times 3") else 1)
        a, b = (w4, w3) if self.has("other weight") else (w3, w4)
        a, b = (1, 1) if self.has("no weight") else (a, b)
        s1, s2 = self.slopes(x1, x2, y1, y2)
        i1, i2 = (1, 1) if self.has("no input") else (x1, x2) if self.has("x for input") else (t, t)
        i3 = t if self.has("bias times input") else 1
        z1, z2 = (x1, x2) if self.has("x for y") else (y2, y1) if self.has("other y") else (y1, y2)
        return [first * k for k in (a * s1 * i1, b * s2 * i2, z1, z2, a * s1 * i3, b * s2 * i3, 1)]

    def slopes(self, x1, x2, y1, y2):
        if self.has("no slope"):
            return 1, 1
        if self.has("slope of the sigmoid"):
            return sigma(x1) * (1 - sigma(x1)), sigma(x2) * (1 - sigma(x2))
        if self.has("slope at y"):
            return sigma(y1), sigma(y2)
        return (sigma(x2), sigma(x1)) if self.has("other x") else (sigma(x1), sigma(x2))

    def gradient(self, p, data):
        rows = [self.row(p, t, o) for t, o in data]
        if self.has("first only"):
            rows = rows[:1]
        if self.has("last only"):
            rows = rows[-1:]
        if self.has("all but last"):
            rows = rows[:-1]
        totals = [sum(column) for column in zip(*rows)] or [0.0] * 7
        share = len(data) if self.has("mean") else 1
        return [total / share + (1 if self.has("one added") else 0) for total in totals]

    def moved(self, old, d, rate):
        rate = {"no rate": 1, "rate squared": rate * rate, "rate fixed": 0.07}.get(
            next((slip for slip in self.slips if "rate" in slip), ""), rate
        )
        size = rate * d
        if self.has("step returned"):
            return size
        return old * (2 if self.has("old value twice") else 1) + (size if self.has("added") else -size)

    def __call__(self, p, data, *rate):
        if not rate:
            return self.gradient(p, data)
        groups = [NAMES]
        if self.has("in place"):
            groups = [(name,) for name in NAMES]
        if self.has("output first"):
            groups = [("w3", "w4", "b3"), HIDDEN]
        for rows in [[row] for row in data] if self.has("row by row") else [data]:
            for group in groups:
                d = dict(zip(NAMES, self.gradient(p, rows)))
                moving = [name for name in group if not (self.has("b1 stands still") and name == "b1")]
                p = p._replace(**{name: self.moved(getattr(p, name), d[name], *rate) for name in moving})
        return p


def true_of(slips, kind):
    """For each slip the places that tell of it, any of which will do; and what may be named besides."""
    names = NAMES if kind in ("seven", "update") else (kind,)
    lead = (lambda name, place: f"{name}: {place}") if len(names) > 1 else (lambda name, place: place)
    needed, may = [], set()
    for slip in slips:
        what = {**DERIVATIVE, **STEP}[slip]
        if what == "when":
            needed.append({"row by row" if slip == "row by row" else "in place"})
        elif what in PLACES:
            needed.append({lead(n, PLACES[what]) for n in names} | {f"all: {PLACES[what]}", PLACES[what]})
        else:
            needed.append({lead(n, CHAIN[n][what]) for n in names if what in CHAIN[n]})
        if what in ("x", "f"):  # y and the slope follow
            may |= {lead(n, place) for n in names for w, place in CHAIN[n].items() if w in ("y", "slope")}
        if what in ("sign", "direction"):  # the same numbers
            may |= {"update", "all: update", "all: dSSR/dpredicted"} | {lead(n, "dSSR/dpredicted") for n in names}
    return needed, may | _same_numbers(slips, kind)


def _same_numbers(slips, kind):
    """Where the numbers are the right ones of another parameter, but for one factor, nobody can tell."""
    mine, right, may = Learner(*(slip for slip in slips if slip in DERIVATIVE)), Learner(), set()
    points = [
        ((1.1, -0.7, 0.9, -1.3, 0.4, -0.6, 0.8), [(0.3, 0.9), (0.8, -0.4)]),
        ((-0.6, 1.2, 1.7, 0.5, -0.3, 0.7, -1.1), [(-0.9, 0.2)]),
    ]
    for number, name in enumerate(NAMES if kind in ("seven", "update") else ()):
        for other in range(7):
            one, two = (mine.gradient(*at)[number] / (right.gradient(*at)[other] or 1) for at in points)
            if other != number and abs(one - two) < 1e-9:
                may |= {"order", f"{name}: order"}
    if set(slips) == {"all but last", "row by row"}:  # of one row nothing is left, so nothing moves
        may.add("update")
    if "old value twice" in slips and {"no rate", "rate fixed"} & set(
        slips
    ):  # the old value is added to each derivative
        may |= {"all: an added term"}
    if "no residual" in slips and kind == "b3":  # then no number of the network is left
        may.add("arguments")
    return may


def acts(slip, kind):
    """Whether a slip changes anything in this derivative."""
    what = DERIVATIVE[slip]
    if kind in ("seven", "update"):
        return True
    if what in ("x", "f", "predicted") or what in PLACES:
        return True
    return what in CHAIN[kind]


def programs():
    """(kind, slips) of all pairs."""
    for kind in ("w1", "b1", "w3", "b3", "seven"):
        slips = [slip for slip in DERIVATIVE if acts(slip, kind)]
        yield from ((kind, pair) for pair in combinations(slips, 2) if DERIVATIVE[pair[0]] != DERIVATIVE[pair[1]])
    both = {**DERIVATIVE, **STEP}
    for pair in combinations(both, 2):
        if (
            both[pair[0]] != both[pair[1]] and set(pair) & set(STEP) and set(pair) != {"sign", "added"}
        ):  # these are right
            yield "update", pair
