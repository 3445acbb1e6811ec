"""Real measurements: how fast an enzyme works (Puromycin, treated cells; Treloar 1974), fitted from several starts.

Concentrations and rates are scaled to [0, 1]: on their own scales one rate of 200 would make residuals, derivatives and
steps so large that no learning rate suits both layers. Predictions are scaled back to counts/min^2.
"""

from __future__ import annotations

import sys

from tinynet import Training, draw_descent, draw_fit, initial_parameters, predict, train

MEASURED = [  # concentration in ppm, rate in counts/min^2
    (0.02, 76), (0.02, 47), (0.06, 97), (0.06, 107), (0.11, 123), (0.11, 139),
    (0.22, 159), (0.22, 152), (0.56, 191), (0.56, 201), (1.10, 207), (1.10, 200),
]  # fmt: skip
PPM = max(concentration for concentration, _ in MEASURED)
COUNTS = max(rate for _, rate in MEASURED)
SCALED = [(concentration / PPM, rate / COUNTS) for concentration, rate in MEASURED]

TEXTBOOK_SSR = 1195.45  # Michaelis-Menten: rate = vmax * concentration / (k + concentration), two parameters

SEEDS = range(1, 6)
STEPS = 20_000


def main() -> None:
    best = min((fit(seed) for seed in SEEDS), key=lambda training: training.ssr)
    print("\nThe best of them, in counts/min^2:\n")
    print("    ppm   measured  predicted  residual")
    for concentration, rate in MEASURED:
        predicted = predict(best.parameters, concentration / PPM) * COUNTS
        print(f"   {concentration:.2f} {rate:10} {predicted:10.1f} {rate - predicted:9.1f}")
    print(f"\nSSR of the network, seven parameters:       {best.ssr * COUNTS**2:8.2f}")
    print(f"SSR of the textbook curve, two parameters:  {TEXTBOOK_SSR:8.2f}")
    print(
        "\nThat is no victory: seven parameters can follow twelve measurements further into their noise than two can,"
    )
    print("and they carry no meaning, where the two of the textbook are the maximal rate and the concentration that")
    print("gives half of it.")
    for picture, path in (
        (draw_fit(best.parameters, SCALED), "puromycin-fit.svg"),
        (draw_descent(best.history, SCALED), "puromycin-descent.svg"),
    ):
        try:
            picture.save(path)
            print(f"saved {path}")
        except OSError as error:
            print(f"not saved: {error}")


def fit(seed: int) -> Training:
    """One descent from a random start."""
    if sys.stderr.isatty():
        print(f"start {seed} of {len(SEEDS)}", end="\r", file=sys.stderr, flush=True)
    training = train(initial_parameters(seed), SCALED, learning_rate=0.05, max_steps=STEPS)
    print(f"start {seed}: SSR {training.ssr * COUNTS**2:9.2f} after {training.steps:,} steps")
    return training


if __name__ == "__main__":
    main()
