"""Fit a table of your own: the population of the United States by census, from own_data.csv.

A descent on plain years fails. The training says so and says what to type; this example types it.
"""

from __future__ import annotations

import csv
import os
import sys
import warnings
from pathlib import Path

from tinynet import Picture, Scaling, Training, draw_fit, initial_parameters, predict, ssr, train

TABLE = Path(__file__).with_name("own_data.csv")
SEED = 1


def main() -> None:
    data = read(TABLE)
    first, last = data[0][0], data[-1][0]
    print(f"{len(data)} rows of {TABLE.name}, from {first:.0f} to {last:.0f}\n")

    print("1. Train on the years as they are")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the advice, printed below, says more
        show(train(initial_parameters(SEED), data, learning_rate=0.02))

    print("\n2. Follow the advice")
    scaling = Scaling.of(data)
    print(f"   the years: {scaling.input_centre:.0f}, give or take {scaling.input_spread:.0f}")
    print(f"   the millions: {scaling.observed_centre:.0f}, give or take {scaling.observed_spread:.0f}")
    training = train(initial_parameters(SEED), scaling.scaled(data), learning_rate=0.002)
    show(training)

    print("\n3. Back to years and millions")
    own = scaling.in_own_units(training.parameters)
    print(f"   {own:.4g}\n")
    print("   year   observed  predicted   in millions")
    for year, millions in data:
        print(f"   {year:.0f}  {millions:9.1f}  {predict(own, year):9.1f}")
    print(f"\n   SSR of the network:        {ssr(own, data):8.1f} millions^2")
    print(f"   SSR of a straight line:    {ssr_of_the_line(data):8.1f} millions^2")
    print(f"\n   Between two rows, 1955:    {predict(own, 1955):8.1f} millions")
    print(f"   Far beyond the last, 2020: {predict(own, 2020):8.1f} millions; the census counted 331.4.")
    print("   Beyond the data the network goes straight on. Nothing in it knows about populations.")

    picture = draw_fit(own, data, title="US population by census", input="year", observed="millions")
    save(picture)


def read(path: Path) -> list[tuple[float, float]]:
    """The rows of a table with two columns, a heading, and comments that begin with #."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(line for line in file if not line.startswith("#"))
    return [(float(input), float(observed)) for input, observed in rows]


def show(training: Training) -> None:
    print(*(f"   {line}" for line in repr(training).splitlines()), sep="\n")
    print(f"   The mean alone has the SSR {training.mean_ssr:.6g}.")


def ssr_of_the_line(data: list[tuple[float, float]]) -> float:
    """The SSR of the straight line of least squares."""
    rows = Scaling.of(data).scaled(data)  # with the mean 0 and the standard deviation 1, its slope is the correlation
    slope = sum(x * o for x, o in rows) / len(rows)
    return sum((o - slope * x) ** 2 for x, o in rows) * Scaling.of(data).observed_spread ** 2


def save(picture: Picture, path: str = "own_data-fit.svg") -> None:
    try:
        picture.save(path)
        print(f"\nsaved {path}")
    except OSError as error:
        print(f"\nnot saved: {error}")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
