"""The three stages of the articles, from b3 alone to all seven parameters, beside the published figures.

    PYTHONPATH=src python3 examples/dosage.py                   prints the numbers
    PYTHONPATH=src python3 examples/dosage.py --save pictures   saves six pictures too, in the folder `pictures`

The data and the figures are those of the videos. `tinynet.dosage` names them.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tinynet import (
    Parameters,
    Picture,
    Training,
    animate_fit,
    descend,
    draw_descent,
    draw_fit,
    draw_network,
    draw_ssr,
    forward,
    predict,
    ssr,
    train,
)
from tinynet.dosage import DATA, FITTED, START

B3_UNKNOWN = FITTED._replace(b3=0.0)
OUTPUT_UNKNOWN = FITTED._replace(w3=0.36, w4=0.63, b3=0.0)
ALL = Parameters._fields


def main() -> None:
    parser = ArgumentParser(description="The three stages of the articles, beside the published figures.")
    parser.add_argument("--save", metavar="FOLDER", type=Path, help="save the pictures in this folder")
    folder = parser.parse_args().save

    print("1. Only b3 is unknown. The other six have their published values.\n")
    b3_alone()
    print("\n2. The output layer is unknown: w3, w4 and b3.\n")
    output_layer()
    print("\n3. All seven are unknown.\n")
    fit = all_seven()
    print("\n4. A fit is not unique: from the same start, a larger learning rate leads to other parameters.\n")
    other = another_minimum(fit)
    if folder:
        save(pictures(fit, other), folder)


def b3_alone() -> None:
    first_steps(B3_UNKNOWN, 0.1, ["b3"])
    start, first, second = islice(descend(B3_UNKNOWN, DATA, learning_rate=0.1, trainable=["b3"]), 3)
    end = train(B3_UNKNOWN, DATA, learning_rate=0.1, trainable=["b3"])
    print(f"\n{'':34}{'computed':32}published")
    compare("predictions at b3 = 0", [predict(B3_UNKNOWN, dosage) for dosage, _ in DATA], "-2.6  -1.61  -2.61")
    compare("SSR at b3 = 0, 1, 2, 3", [ssr(FITTED._replace(b3=b3), DATA) for b3 in range(4)], "20.4  7.8  1.11  0.46")
    compare("first derivative and step size", [start.gradient.b3, start.step_sizes.b3], "-15.7  -1.57")
    compare("second derivative", [first.gradient.b3], "-6.26")
    compare("b3 after one, two, all steps", [at.parameters.b3 for at in (first, second, end)], "1.57  2.19  2.61")


def output_layer() -> None:
    moving = ["w3", "w4", "b3"]
    first_steps(OUTPUT_UNKNOWN, 0.1, moving)
    end = train(OUTPUT_UNKNOWN, DATA, learning_rate=0.1, trainable=moving)
    print(f"\n{end}")
    row("computed", end.parameters, moving, ".2f")
    row("published", FITTED, moving, ".2f")


def all_seven() -> Training:
    first_steps(START, 0.02, ALL)
    end = train(START, DATA, learning_rate=0.02)
    print(f"\n{end}")
    row("computed", end.parameters, ALL, ".2f")
    row("published", FITTED, ALL, ".2f")
    return end


def another_minimum(fit: Training) -> Training:
    other = train(START, DATA, learning_rate=0.1)
    print(other)
    heads("", ALL)
    for training in (fit, other):
        row(f"learning rate {training.learning_rate}", training.parameters, ALL, ".2f")
    print("\nBoth fit these data, with different curves: predicted = y1 * w3 + y2 * w4 + b3.\n")
    print("learning rate    dosage  observed    y1 * w3    y2 * w4         b3  predicted")
    for training in (fit, other):
        _, _, w3, w4, _, _, b3 = training.parameters
        for dosage, observed in DATA:
            p = forward(training.parameters, dosage)
            parts = f"{p.y1 * w3:11.3f}{p.y2 * w4:11.3f}{b3:11.3f}{p.predicted:11.3f}"
            print(f"{training.learning_rate:13}{dosage:10}{observed:10}{parts}")
    return other


def pictures(fit: Training, other: Training) -> Iterator[tuple[str, Picture]]:
    title = "The SSR over b3, and the first step"
    yield "dosage-ssr.svg", draw_ssr("b3", B3_UNKNOWN, DATA, learning_rate=0.1, title=title)
    yield "dosage-network.svg", draw_network(START, input=0.5, observed=1)
    yield "dosage-fit.svg", animate_fit(fit)
    yield "dosage-descent.svg", draw_descent(fit)
    both = [fit.parameters, other.parameters]  # so that both pictures have the same axes
    for number, training in enumerate((fit, other), 1):
        title = f"Minimum {number}, reached with learning rate {training.learning_rate}"
        yield f"dosage-minimum-{number}.svg", draw_fit(training, title=title, neurons="whole", frame=both)


def save(pictures: Iterable[tuple[str, Picture]], folder: Path) -> None:
    print()
    for name, picture in pictures:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            picture.save(folder / name)
        except OSError as error:
            sys.exit(f"{name} is not saved: {error}")
        print(f"saved {folder / name}")


def first_steps(start: Parameters, learning_rate: float, moving: Sequence[str]) -> None:
    """The start and the first two steps: the parameters that move, the SSR, the derivatives, the step sizes."""
    heads(f"learning rate {learning_rate}", moving, "SSR")
    for step in islice(descend(start, DATA, learning_rate=learning_rate, trainable=moving), 3):
        row(f"step {step.number}" if step.number else "start", step.parameters, moving, ".4f", step.ssr)
        row("    derivatives", step.gradient, moving, ".4f")
        row("    step sizes", step.step_sizes, moving, ".4f")


def heads(title: str, names: Iterable[str], last: str = "") -> None:
    print(f"{title:20}" + "".join(f"{name:>9}" for name in names) + f"{last:>10}".rstrip())


def row(title: str, values: Parameters, names: Iterable[str], form: str, ssr: float | None = None) -> None:
    cells = "".join(f"{getattr(values, name):9{form}}" for name in names)
    print(f"{title:20}{cells}" + ("" if ssr is None else f"{ssr:10.4f}"))


def compare(title: str, computed: Iterable[float], published: str) -> None:
    print(f"{title:34}{'  '.join(f'{value:.2f}' for value in computed):32}{published}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
