"""Real measurements: how fast an enzyme works (Puromycin, treated cells; Treloar 1974), fitted from several starts.

Concentrations and rates are scaled to [0, 1]: on their own scales one rate of 200 would make residuals, derivatives and
steps so large that no learning rate suits both layers. The end is scaled back, parameters and all, to ppm and
counts/min^2.
"""

from __future__ import annotations

import sys

from tinynet import Parameters, Picture, Training, draw_descent, draw_fit, forward, initial_parameters, predict, train

MEASURED = [  # concentration in ppm, rate in counts/min^2
    (0.02, 76), (0.02, 47), (0.06, 97), (0.06, 107), (0.11, 123), (0.11, 139),
    (0.22, 159), (0.22, 152), (0.56, 191), (0.56, 201), (1.10, 207), (1.10, 200),
]  # fmt: skip
PPM = max(concentration for concentration, _ in MEASURED)
COUNTS = max(rate for _, rate in MEASURED)
SCALED = [(concentration / PPM, rate / COUNTS) for concentration, rate in MEASURED]
CONCENTRATION, RATE = "concentration in ppm", "rate in counts/min^2"

TEXTBOOK_SSR = 1195.45  # Michaelis-Menten: rate = vmax * concentration / (k + concentration), two parameters
LINE_SSR = 9547.10  # the best straight line

SEEDS = range(1, 6)
STEPS = 20_000


def main() -> None:
    trainings = [fit(seed) for seed in SEEDS]
    print(f"None of them has converged: after {STEPS:,} steps their SSR still falls, slowly.")
    about_the_worst()
    best = min(trainings, key=lambda training: training.ssr)
    parameters = scaled_back(best.parameters)
    print("\nThe best of them, in counts/min^2:\n")
    print("    ppm   measured  predicted  residual")
    for concentration, rate in MEASURED:
        predicted = predict(parameters, concentration)
        print(f"   {concentration:.2f} {rate:10} {predicted:10.1f} {rate - predicted:9.1f}")
    about_its_neurons(parameters)
    print(f"\nSSR of the network, seven parameters:       {best.ssr * COUNTS**2:8.2f}")
    print(f"SSR of the textbook curve, two parameters:  {TEXTBOOK_SSR:8.2f}")
    print("\nThat is no victory: seven parameters can follow twelve measurements further into their noise")
    print("than two can, and they carry no meaning, where the two of the textbook are the maximal rate and")
    print("the concentration that gives half of it.")
    title = "Puromycin: in effect one bent line"
    picture = draw_fit(parameters, MEASURED, title=title, input=CONCENTRATION, observed=RATE)
    save(picture, "puromycin-fit.svg")
    ssrs = [ssr * COUNTS**2 for ssr in best.history]
    save(draw_descent(ssrs, MEASURED, observed="SSR in (counts/min^2)^2"), "puromycin-descent.svg")


def fit(seed: int, learning_rate: float = 0.05) -> Training:
    """One descent from a random start."""
    if sys.stderr.isatty():
        print(f"start {seed} of {len(SEEDS)}", end="\r", file=sys.stderr, flush=True)
    training = train(initial_parameters(seed), SCALED, learning_rate=learning_rate, max_steps=STEPS)
    ssr = f"SSR {training.ssr * COUNTS**2:9.2f} after {training.steps:,} steps"
    print(f"start {seed}, learning rate {learning_rate}: {ssr}, {training.stopped}")
    return training


def about_the_worst() -> None:
    """Start 3: for it, 0.05 is too large."""
    history = train(initial_parameters(3), SCALED, learning_rate=0.05, max_steps=3000).history
    rises = sum(after > before for before, after in zip(history, history[1:]))
    print(f"\nStart 3 ends worse than the best straight line (SSR {LINE_SSR:.2f}). For it the learning rate is too")
    highest = max(history) * COUNTS**2
    print(f"large: in {rises:,} of its first 3,000 steps the SSR rises, once to {highest:,.0f}, and then the")
    print("descent settles where both neurons do the same. With a smaller rate it comes near the others:\n")
    fit(3, learning_rate=0.02)


def about_its_neurons(parameters: Parameters) -> None:
    """How far each neuron's curve goes up and down over the measured concentrations."""
    passes = [forward(parameters, concentration) for concentration, _ in MEASURED]
    top, bottom = [p.y1 * parameters.w3 for p in passes], [p.y2 * parameters.w4 for p in passes]
    changes = f"{max(top) - min(top):.0f} counts/min^2, the bottom"
    print(f"\nOver these concentrations the top neuron's curve changes by {changes}")
    print(f"neuron's by {max(bottom) - min(bottom):.0f}: one is nearly flat, so this fit is in effect one bent line.")


def scaled_back(p: Parameters) -> Parameters:
    """The same network for concentrations in ppm and rates in counts/min^2."""
    return Parameters(p.w1 / PPM, p.w2 / PPM, p.w3 * COUNTS, p.w4 * COUNTS, p.b1, p.b2, p.b3 * COUNTS)


def save(picture: Picture, path: str) -> None:
    try:
        picture.save(path)
        print(f"saved {path}")
    except OSError as error:
        print(f"not saved: {error}")


if __name__ == "__main__":
    main()
