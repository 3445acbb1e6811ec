"""The known mistakes, each with a small program that makes it: `test_mistakes` checks that the tutor says its sentence.

A new mistake is one line under its place in `tinynet.tutor.findings` and one program here. `how` is what the program is
given to: the name of a derivative or of a factor, "seven", a loss other than the SSR, "update" or "training".
"""

import math

from tinynet import Parameters, backpropagate, forward, predict, sigmoid, ssr

MISTAKES = {}  # key of the finding -> (how, program)
NAMES = Parameters._fields


def mistake(key, how, program=None):
    if program is None:
        return lambda program: mistake(key, how, program)
    MISTAKES[key] = (how, program)
    return program


def right(p, data):
    return backpropagate(p, list(data))[1]


def residual(p, row):
    return row[1] - predict(p, row[0])


def one(name, rows=lambda data: data, after=lambda total, p, data: total):
    """The right derivative of some of the rows, and what becomes of it."""
    return lambda p, data: after(getattr(right(p, rows(list(data))), name), p, data)


def of_rows(term):
    """The sum over the rows of term(p, f, input, observed), with f the forward pass."""
    return lambda p, data: sum(term(p, forward(p, i), i, o) for i, o in data)


def step(new):
    """A step from new(old, derivative, rate)."""
    return lambda p, data, rate: Parameters(*[new(old, d, rate) for old, d in zip(p, right(p, data))])


def loop(
    move, entries=lambda history, p, data: [*history, ssr(p, data)], begin=lambda start: start, rounds=lambda n: n
):
    """A loop of moves (p, data, rate, number, start)."""

    def mine(start, data, rate, steps):
        p, history = begin(start), []
        for number in range(rounds(steps)):
            history.append(ssr(p, data))
            p = move(p, data, rate, number, start)
        return p, entries(history, p, data)

    return mine


def moved(p, data, rate, *_):
    return Parameters(*[old - rate * d for old, d in zip(p, right(p, data))])


# Of no place.
mistake("(always 0)", "w1", lambda p, data: 0)
mistake("(always 0, of a bias)", "b3", lambda p, data: 0)
mistake("(integer division)", "w1",
        of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * p.w3 * (math.exp(f.x1) // (1 + math.exp(f.x1))) * i))  # fmt: skip
mistake("(right elsewhere)", "w2", one("w2", after=lambda total, p, data: total if p.w3 else 0))
mistake("(always)", "w1", of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * 1.7 * sigmoid(f.x1) * i))
mistake("(not shown)", "w1", of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * p.w3 * sigmoid(f.x1) * int(i / 2)))


# The whole function.
@mistake("two answers to the same call", "w1")
def counts_its_calls(p, data, calls=[]):  # noqa: B006
    calls.append(1)
    return right(p, data).w1 + len(calls)


@mistake("kept by input", "w1")
def remembers_inputs(p, data, seen={}):  # noqa: B006
    return sum(-2 * (o - seen.setdefault(i, predict(p, i))) * p.w3 * sigmoid(forward(p, i).x1) * i for i, o in data)


@mistake("kept by parameters", "w1")
def remembers_parameters(p, data, seen={}):  # noqa: B006
    return seen.setdefault(tuple(p), right(p, data).w1)


@mistake("changed in place", "update")
def empties_the_rows(p, data, rate):
    new = list(p)
    for number in range(7):
        new[number] -= rate * sum(right(p, [data.pop()])[number] for _ in range(len(data)))
    return new


mistake("not used", "w1", lambda p, data: right(Parameters(1, 2, 3, 4, 5, 6, 7), data).w1)
mistake("input and observed exchanged", "w1", lambda p, data: right(p, [(o, i) for i, o in data]).w1)
mistake("absolute input", "w1", lambda p, data: right(p, [(abs(i), o) for i, o in data]).w1)
ORDER = ["w1", "b1", "w2", "b2", "w3", "w4", "b3"]
mistake("parameters taken in another order", "seven", lambda p, data: right(Parameters(**dict(zip(ORDER, p))), data))


@mistake("parameters numbered otherwise", "seven")
def along_each_neuron(p, data):
    roles = ["w1", "w3", "w2", "w4", "b1", "b2", "b3"]
    theirs = right(Parameters(**dict(zip(roles, p))), data)
    return {name: getattr(theirs, role) for name, role in zip(NAMES, roles)}


def listed(names):
    return lambda p, data: [getattr(right(p, data), name) for name in names.split()]


mistake("neurons exchanged", "seven", listed("w2 w1 w4 w3 b2 b1 b3"))
mistake("two exchanged", "seven", listed("w1 w2 w3 w4 b2 b1 b3"))
mistake("another order", "seven", listed("b1 b2 b3 w1 w2 w3 w4"))
mistake("(used for another)", "seven", lambda p, data: right(p, data)._replace(b2=right(p, data).b1))
mistake("(nearly)", "w1", one("w1", after=lambda total, p, data: 1.001 * total))
mistake("(rounded off)", "w1", one("w1", after=lambda total, p, data: round(total, 1)))
mistake("(differences)", "w1", lambda p, data: (ssr(p._replace(w1=p.w1 + 0.5), data) - ssr(p, data)) / 0.5)
mistake("(rounded)", "dy1/dx1", lambda x1: 1.001 * sigmoid(x1))

# The sum over the data.
mistake("added term", "w1", one("w1", after=lambda total, p, data: 1 + total))
mistake("brackets missing", "w3", of_rows(lambda p, f, i, o: -2 * o - f.predicted * f.y1))
mistake("mean instead of sum", "w1", one("w1", after=lambda total, p, data: -total / len(data)))
mistake("first observation only", "w1", one("w1", lambda data: data[:1]))
mistake("last observation only", "w1", one("w1", lambda data: data[-1:]))
mistake("all but the first observation", "w1", one("w1", lambda data: data[1:]))
mistake("all but the last observation", "w1", one("w1", lambda data: data[:-1]))
mistake("each row once", "w1", one("w1", lambda data: list(dict.fromkeys(data))))
mistake("(rows left out)", "w1", one("w1", lambda data: data[:2]))
mistake("(some rows left out)", "w1", one("w1", lambda data: [row for row in data if row[1]]))
mistake("divided by n - 1", "w1", one("w1", after=lambda total, p, data: total / max(len(data) - 1, 1)))
mistake("(weighted by number)", "w1", one("w1", after=lambda total, p, data: total * len(data)))
mistake("(weighted)", "w1", lambda p, data: sum((k + 1) * right(p, [row]).w1 for k, row in enumerate(data)))
mistake("numbers of one row for all", "b3", lambda p, data: sum(-2 * (o - predict(p, data[0][0])) for _, o in data))
mistake("residual of one row for all", "w3",
        lambda p, data: sum(-2 * residual(p, data[0]) * forward(p, i).y1 for i, _ in data))  # fmt: skip
mistake("sum times sum", "w3",
        lambda p, data: sum(-2 * residual(p, row) for row in data) * sum(forward(p, i).y1 for i, _ in data))  # fmt: skip
mistake("rows misaligned", "w3",
        lambda p, data: sum(-2 * residual(p, a) * forward(p, b[0]).y1 for a, b in zip(data, data[1:] + data[:1])))  # fmt: skip
mistake("(entangled)", "w1", lambda p, data: 1.5 * max(right(p, [row]).w1 for row in data))
mistake("(done to the whole)", "w1", one("w1", after=lambda total, p, data: max(-0.2, min(0.2, total))))

# The factors.
mistake("(no product)", "w1", of_rows(lambda p, f, i, o: -2 * (o - f.predicted) * (p.w3 + sigmoid(f.x1)) * i))
mistake("flipped sign", "w1", one("w1", after=lambda total, p, data: -total))
mistake("lost the 2", "w1", one("w1", after=lambda total, p, data: -total / 2))
mistake("(convention)", "w1", one("w1", after=lambda total, p, data: total / 2))
mistake("(twice the 2)", "w1", one("w1", after=lambda total, p, data: 2 * total))
mistake("sum instead of difference", "w3", of_rows(lambda p, f, i, o: -2 * (o + f.predicted) * f.y1))
mistake("observed instead of residual", "w3", of_rows(lambda p, f, i, o: -2 * o * f.y1))
mistake("(bent)", "w3", of_rows(lambda p, f, i, o: -2 * max(-1, min(1, o - f.predicted)) * f.y1))
mistake("(no residual)", "w3", of_rows(lambda p, f, i, o: -2 * math.atan(3 * (o - f.predicted)) * f.y1))
mistake("(no predicted)", "w3", of_rows(lambda p, f, i, o: -2 * (o - f.predicted - 0.3 * math.sin(9 * i)) * f.y1))
mistake("(own pass)", "w3", of_rows(lambda p, f, i, o: -2 * (o - f.predicted + p.b3) * f.y1))
mistake("constant factor", "w1", one("w1", after=lambda total, p, data: 3 * total))

# A whole step.
mistake("brackets round old value - derivative", "update", step(lambda old, d, rate: (old - d) * rate))
mistake("step size returned", "update", step(lambda old, d, rate: d * rate))
mistake("derivative returned", "update", step(lambda old, d, rate: d))
mistake("(times the old value)", "update", step(lambda old, d, rate: 1.5 * old - d * rate))
mistake("old value changed", "update", step(lambda old, d, rate: 0.5 - d * rate))
mistake("learning rate missing", "update", step(lambda old, d, rate: old - d))
mistake("fixed learning rate", "update", step(lambda old, d, rate: old - d * 0.07))
mistake("divided by the learning rate", "update", step(lambda old, d, rate: old - d / rate))
mistake("learning rate twice", "update", step(lambda old, d, rate: old - d * rate * rate))
mistake("learning rate added", "update", step(lambda old, d, rate: old - (d + rate)))
mistake("added instead of subtracted", "update", step(lambda old, d, rate: old + d * rate))
mistake(
    "other old value", "update", lambda p, data, rate: moved(p, data, rate)._replace(b2=p.b1 - rate * right(p, data).b2)
)
mistake("not updated", "update", lambda p, data, rate: moved(p, data, rate)._replace(b1=p.b1))


@mistake("(not always updated)", "update")
def only_downhill(p, data, rate):
    new = moved(p, data, rate)
    return new if ssr(new, data) < ssr(p, data) else p


@mistake("updated in place", "update")
def each_right_after_its_derivative(p, data, rate):
    for name in NAMES:
        p = p._replace(**{name: getattr(p, name) - rate * getattr(right(p, data), name)})
    return p


@mistake("row by row", "update")
def after_each_row(p, data, rate):
    for row in data:
        p = moved(p, [row], rate)
    return p


mistake("another learning rate", "update", lambda p, data, rate: moved(p, data, rate / (1 + rate)))


mistake("(divided twice)", "SSR/n", lambda p, data: [d / len(data) ** 2 for d in right(p, data)])
mistake("summed over neurons", "b1", lambda p, data: right(p, data).b1 + right(p, data).b2)
mistake("(scaled)", "seven", lambda p, data: right(p, [(i / max(i for i, _ in data), o) for i, o in data]))


@mistake("a part without the learning rate", "update")
def brackets_round_the_sum_missing(p, data, rate):
    first, others = right(p, data[:1]), right(p, data[1:])
    return Parameters(*[old - (rate * d + more) for old, d, more in zip(p, first, others)])


mistake("several steps", "update", lambda p, data, rate: moved(moved(p, data, rate), data, rate))

# A whole loop.
mistake("another start", "training", loop(moved, begin=lambda start: start._replace(b3=0.0)))
mistake("start not used", "training",
        lambda start, data, rate, steps: loop(moved, begin=lambda s: Parameters(1, 2, 3, 4, 5, 6, 7))(start, data, rate, steps) if steps else (start, [ssr(start, data)]))  # fmt: skip
mistake("(no step)", "training", loop(lambda p, data, rate, *_: step(lambda old, d, r: old - d)(p, data, rate)))
mistake("steps depend on what came before", "training",
        loop(lambda p, data, rate, number, start: moved(p, data, rate * 0.9**number)))  # fmt: skip
mistake("another number of entries", "training", loop(moved, entries=lambda history, p, data: history))
mistake("no SSR", "training", loop(moved, entries=lambda h, p, data: [s / len(data) for s in (*h, ssr(p, data))]))
mistake("another number of steps", "training", loop(moved, rounds=lambda steps: max(steps - 1, 0)))
mistake("(stands still)", "training", loop(lambda p, *_: p))
mistake("(returns others)", "training", lambda start, *rest: (start, loop(moved)(start, *rest)[1]))
mistake("(one step)", "training", loop(moved, rounds=lambda steps: min(steps, 1)))


@mistake("(ends early)", "training")
def stops_when_a_step_leads_up(start, data, rate, steps):
    p, history = start, [ssr(start, data)]
    for _ in range(steps):
        p = moved(p, data, rate)
        if ssr(p, data) > history[-1]:
            break
        history.append(ssr(p, data))
    return p, history


@mistake("(keeps the best)", "training")
def returns_the_best(start, data, rate, steps):
    walk = [start]
    for _ in range(steps):
        walk.append(moved(walk[-1], data, rate))
    return min(walk, key=lambda p: ssr(p, data)), [ssr(p, data) for p in walk]


mistake("(no SSR)", "seven", lambda p, data: (1.1 * ssr(p, data), right(p, data)))
