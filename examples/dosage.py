"""The three stages of the articles, from b3 alone to all seven parameters, beside the published figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from textwrap import fill

from tinynet import (
    Parameters,
    Picture,
    animate_fit,
    descend,
    dosage,
    draw_descent,
    draw_fit,
    draw_network,
    draw_ssr,
    predict,
    ssr,
    step_sizes,
    train,
)

ALL = Parameters._fields


def main() -> None:
    b3_alone()
    output_layer()
    all_seven()


def b3_alone() -> None:
    print("1. Only b3 is unknown.")
    start = dosage.FITTED._replace(b3=0.0)
    first_steps(start, 0.1, ["b3"])
    steps = list(islice(descend(start, dosage.DATA, learning_rate=0.1, trainable=["b3"]), 3))
    ends = train(start, dosage.DATA, learning_rate=0.1, trainable=["b3"])
    print(f"{'':36}{'computed':32}published")
    compare("predictions at b3 = 0", [predict(start, dose) for dose, _ in dosage.DATA], "-2.6  -1.61  -2.61")
    ssrs = [ssr(start._replace(b3=b3), dosage.DATA) for b3 in range(4)]
    compare("SSR at b3 = 0, 1, 2, 3", ssrs, "20.4  7.8  1.11  0.46")
    compare("first derivative, step size", [steps[0].gradient.b3, 0.1 * steps[0].gradient.b3], "-15.7  -1.57")
    compare("second derivative", [steps[1].gradient.b3], "-6.26")
    compare("b3 after one, two, all steps", [at.parameters.b3 for at in (steps[1], steps[2], ends)], "1.57  2.19  2.61")
    title = "The SSR over b3, and the first step"
    save(draw_ssr("b3", start, dosage.DATA, learning_rate=0.1, title=title), "dosage-ssr.svg")


def output_layer() -> None:
    print("\n2. The output layer is unknown: w3, w4 and b3.")
    output = ["w3", "w4", "b3"]
    start = dosage.FITTED._replace(w3=0.36, w4=0.63, b3=0.0)
    first_steps(start, 0.1, output)
    steps = list(islice(descend(start, dosage.DATA, learning_rate=0.1, trainable=output), 931))
    print(f"{'':36}{'computed':32}confirmed independently")
    compare("SSR at the start", [steps[0].ssr], "1.40")
    compare("first derivatives", pick(steps[0].gradient, output), "2.58  1.26  1.90")
    compare("after one step", pick(steps[1].parameters, output), "0.10  0.50  -0.19")
    settled = max(step.number for step in steps if rounded(step.parameters) != dosage.FITTED) + 1
    print(f"    {'published end reached in step':32}{settled:<32}668")
    ends = train(start, dosage.DATA, learning_rate=0.1, trainable=output)
    print(fill(str(ends), 100))
    row("the end", ends.parameters, output, ".2f")
    row("published", dosage.FITTED, output, ".2f")


def all_seven() -> None:
    print("\n3. All seven are unknown.")
    first_steps(dosage.START, 0.02, ALL)
    ends = train(dosage.START, dosage.DATA, learning_rate=0.02)
    print(fill(str(ends), 100))
    row("the end", ends.parameters, ALL, ".2f")
    row("published", dosage.FITTED, ALL, ".2f")
    save(draw_network(dosage.START, input=0.5, observed=1), "dosage-network.svg")
    save(animate_fit(ends), "dosage-fit.svg")
    save(draw_descent(ends), "dosage-descent.svg")
    print("\nThe parameters of a fit are not unique: learning rate 0.1 ends in another minimum, as good as this")
    print("one. The predictions at the three dosages are the same, the neurons' curves are not.")
    other = train(dosage.START, dosage.DATA, learning_rate=0.1)
    print(fill(str(other), 100))
    row("the end", other.parameters, ALL, ".2f")
    for number, training in enumerate((ends, other), 1):
        title = f"Minimum {number}, reached with learning rate {training.learning_rate}"
        both = [ends.parameters, other.parameters]  # on the same axes
        save(draw_fit(training, title=title, neurons="whole", frame=both), f"dosage-minimum-{number}.svg")


def first_steps(start: Parameters, learning_rate: float, moving: Sequence[str]) -> None:
    """The first three steps: the parameters that move, the SSR, the derivatives and the step sizes."""
    print(f"learning rate {learning_rate}".ljust(24) + "".join(f"{name:>9}" for name in moving) + f"{'SSR':>10}")
    for step in islice(descend(start, dosage.DATA, learning_rate=learning_rate, trainable=moving), 3):
        row(f"step {step.number}", step.parameters, moving, ".4f", f"{step.ssr:10.4f}")
        row("    derivatives", step.gradient, moving, ".4f")
        row("    step sizes", step_sizes(step.gradient, learning_rate), moving, ".4f")


def pick(values: Parameters, names: Iterable[str]) -> list[float]:
    return [getattr(values, name) for name in names]


def rounded(parameters: Parameters) -> Parameters:
    return Parameters(*[round(value, 2) for value in parameters])


def row(title: str, values: Parameters, names: Iterable[str], form: str, after: str = "") -> None:
    print(title.ljust(24) + "".join(f"{value:9{form}}" for value in pick(values, names)) + after)


def compare(title: str, computed: Iterable[float], published: str) -> None:
    print(f"    {title:32}{'  '.join(f'{value:.2f}' for value in computed):32}{published}")


def save(picture: Picture, path: str) -> None:
    try:
        picture.save(path)
        print(f"saved {path}")
    except OSError as error:
        print(f"not saved: {error}")


if __name__ == "__main__":
    main()
