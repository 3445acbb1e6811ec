"""Is my derivative right, and if not, where does it go wrong?

Nobody has to trust the chain for that. A derivative says how the SSR changes with a parameter, and that can be tried:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / (2 * h)        the central difference, for a small h
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional, Union

from tinynet.arguments.numbers import checked_name, shown
from tinynet.backpropagation import backpropagate
from tinynet.derivatives import gradient
from tinynet.tutor.asking import Asked, NoAnswer, by_name
from tinynet.tutor.chains import CHAINS, FACTORS
from tinynet.tutor.examining import Check, examined
from tinynet.tutor.findings import Finding, finding
from tinynet.tutor.judging import judged, quickly
from tinynet.tutor.orders import NAMES
from tinynet.tutor.points import LOSSES, POINTS, TOLERANCE, Derivatives, Point, all_right
from tinynet.tutor.verdict import Verdict
from tinynet.tutor.wording import laid_out


def check(
    mine: Union[Callable[..., Any], str],
    name: Optional[str] = None,
    parameters: Any = None,
    data: Any = None,
    *,
    loss: str = "SSR",
) -> Verdict:
    """Is mine(parameters, data) the derivative dSSR/dname, and if not, where does it go wrong?

    name    one of the seven parameters; or a factor of the chain, "dy1/dx1", and then mine takes what the factor takes;
            without a name mine returns all seven: in the order of `Parameters`, by name, or as (ssr, gradient)
    loss    how your book writes the error: "SSR", "SSR/2", "SSR/n" (the mean over the rows) or "SSR/(2n)"

    Each call gets a `Parameters` and a list of (input, observed) pairs of its own. A wrong function is called up to
    1,500 times. With parameters and data, mine is a number from pencil and paper, as text, so that its digits count.
    Errors: TypeError if mine is no function, ValueError for an unknown name. What mine raises is in the verdict.

    In a test write `verdict = check(mine, "w1")` and `assert verdict, verdict.text`: a bare verdict at the end of a
    notebook's cell is only shown, whatever it says.

    >>> from tinynet.network import predict
    >>> def mine(parameters, data):
    ...     return sum(-2 * (predict(parameters, input) - observed) for input, observed in data)
    >>> check(mine, "b3").places, check(mine, "b3").mistakes
    (('dSSR/dpredicted',), ('flipped sign',))
    """
    factor = LOSSES[checked_name(loss, "loss", tuple(LOSSES))]
    if parameters is not None or data is not None or isinstance(mine, str):
        from tinynet.tutor.paper import check_number

        return check_number(mine, name, parameters, data, factor)
    if name is not None:
        checked_name(name, "name", (*NAMES, *FACTORS))
    if name in FACTORS:
        from tinynet.tutor.factor import check_factor

        return check_factor(mine, name)
    if not callable(mine):
        raise TypeError(f"mine is {shown(mine)}; it must be a function of (parameters, data)")
    return _of_derivatives(mine, NAMES if name is None else (name,), loss)


def _of_derivatives(mine: Callable[..., Any], names: Sequence[str], loss: str) -> Verdict:
    factor = LOSSES[loss]

    def of_the_ssr(answer: Mapping[str, float], point: Point) -> Mapping[str, float]:
        return {name: value / factor(len(point[1]) or 1) for name, value in answer.items()}

    def right(point: Point, other: str) -> bool:
        times = LOSSES[other](len(point[1])) / factor(len(point[1]))
        return all_right(derivatives, point, times) and (other != loss or not _wrong_ssr(asked.answers[point], point))

    asked = Asked(mine, names, with_ssr if len(names) > 1 else by_name, after=of_the_ssr)
    derivatives = Derivatives(lambda point: asked.answer(*point), names)
    return examined(
        asked,
        Check(
            subject="all seven" if len(names) > 1 else f"dSSR/d{names[0]}",
            takes=("parameters", "data"),
            questions=POINTS,
            right=right,
            judged=lambda answered: _wrong_ssrs(derivatives, answered) or judged(derivatives, answered),
            table=lambda point: _table(asked.answers[point], names, point, factor(len(point[1]))),
            parts=parts_of_chains(names),
            wanted="all seven numbers" if len(names) > 1 else "one number",
            advice="parameters, data",
            parameter=names[0],
            loss=loss,
            quickly=lambda answered: quickly(derivatives, answered),
        ),
    )


def with_ssr(result: Any, names: Sequence[str]) -> dict[str, float]:
    """The seven by name; and the SSR, if it comes as (ssr, gradient)."""
    if hasattr(result, "__round__"):
        one = 'For one derivative give its name: check(mine, "w1")'
        raise NoAnswer(f"returned {shown(result)}; without a name it must return all seven derivatives. {one}")
    if isinstance(result, (tuple, list)) and len(result) == 2 and hasattr(result[1], "__iter__"):
        return {**by_name(result[1], names), **by_name(result[0], ("SSR",))}
    return by_name(result, names)


def _wrong_ssr(answer: Mapping[str, float], point: Point) -> bool:
    right = backpropagate(*point)[0]
    return "SSR" in answer and abs(answer["SSR"] - right) > TOLERANCE * right


def _wrong_ssrs(mine: Derivatives, answered: Sequence[Point]) -> list[Finding]:
    """Told only if all derivatives are right: a slip in them makes the SSR wrong as well."""
    ssrs = [(mine.answer(point) or {}, point) for point in answered]
    wrong = [(answer["SSR"], point) for answer, point in ssrs if _wrong_ssr(answer, point)]
    if not wrong or not all(all_right(mine, point) for point in answered):
        return []
    return [finding("(no SSR)", mine=wrong[0][0], right=backpropagate(*wrong[0][1])[0])]


def parts_of_chains(names: Sequence[str]) -> list[str]:
    """The keys of `Verdict.parts`, led by the name if there are several."""
    parts = [(name, part) for name in names for part in ("predicted", *CHAINS[name], "the sum")]
    return [f"{name}: {part}" if len(names) > 1 else part for name, part in parts]


def _table(answer: Mapping[str, float], names: Sequence[str], point: Point, factor: float) -> list[str]:
    right = gradient(*point)
    rows = [(answer[name] * factor, getattr(right, name) * factor) for name in names]
    return laid_out(["", "your value", "right"], [f"dSSR/d{name}" for name in names], rows)
