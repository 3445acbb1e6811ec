"""Real measurements: how fast an enzyme works (Puromycin, treated cells; Treloar 1974), fitted from three starts.

`own_data.py` shows the way from a table to a fit. Here the question is what such a fit is worth.
"""

from __future__ import annotations

import os
import sys
import warnings

from tinynet import Parameters, Scaling, Training, draw_fit, forward, initial_parameters, predict, ssr, train

MEASURED = [  # concentration in ppm, rate in counts/min^2
    (0.02, 76), (0.02, 47), (0.06, 97), (0.06, 107), (0.11, 123), (0.11, 139),
    (0.22, 159), (0.22, 152), (0.56, 191), (0.56, 201), (1.10, 207), (1.10, 200),
]  # fmt: skip
SCALING = Scaling.of(MEASURED)
TEXTBOOK_SSR = 1195.45  # Michaelis-Menten: rate = vmax * concentration / (k + concentration), two parameters
LINE_SSR = 9547.10  # the best straight line


def main() -> None:
    trainings = [fit(seed) for seed in (1, 2, 3)]
    print(f"\nStart 1 is hardly better than the best straight line (SSR {LINE_SSR:.2f}). Its advice:\n")
    print(trainings[0].advice)
    best = SCALING.in_own_units(min(trainings, key=lambda training: training.ssr).parameters)
    print("\nThe best of the three, in counts/min^2:\n")
    print("    ppm   measured  predicted  residual")
    for concentration, rate in MEASURED:
        predicted = predict(best, concentration)
        print(f"   {concentration:.2f} {rate:10} {predicted:10.1f} {rate - predicted:9.1f}")
    about_its_neurons(best)
    print(f"\nSSR of the network, seven parameters:       {ssr(best, MEASURED):8.2f}")
    print(f"SSR of the textbook curve, two parameters:  {TEXTBOOK_SSR:8.2f}")
    print("\nThat is no victory. Seven parameters can follow twelve measurements further into their noise than")
    print("two can. The two of the textbook also have a meaning: the maximal rate, and the concentration that")
    print("gives half of it.")
    title = "Puromycin, fitted in its own units"
    picture = draw_fit(best, MEASURED, title=title, input="concentration in ppm", observed="rate in counts/min^2")
    try:
        picture.save("puromycin-fit.svg")
        print("\nsaved puromycin-fit.svg")
    except OSError as error:
        print(f"\nnot saved: {error}")


def fit(seed: int) -> Training:
    """One descent on the scaled rows from a random start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the advice says more
        scaled = SCALING.scaled(MEASURED)
        training = train(initial_parameters(seed), scaled, learning_rate=0.01, max_steps=20_000)
    own = ssr(SCALING.in_own_units(training.parameters), MEASURED)
    print(f"start {seed}: SSR {own:8.2f} in (counts/min^2)^2 after {training.steps:,} steps")
    return training


def about_its_neurons(parameters: Parameters) -> None:
    """How far each neuron's curve goes up and down over the measured concentrations."""
    passes = [forward(parameters, concentration) for concentration, _ in MEASURED]
    top, bottom = [p.y1 * parameters.w3 for p in passes], [p.y2 * parameters.w4 for p in passes]
    print("\nOver these concentrations the two neurons' curves change by")
    print(f"{max(top) - min(top):.0f} counts/min^2 (top) and {max(bottom) - min(bottom):.0f} (bottom).")


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output has ended, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
