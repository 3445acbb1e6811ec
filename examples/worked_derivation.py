"""All seven derivatives at the published start, factor by factor and row by row, and the first step they make."""

from tinynet import Parameters, explain, ssr, step_sizes, update
from tinynet.dosage import DATA, START

LEARNING_RATE = 0.02

# From the prediction backwards, in the order of the articles.
work = {name: explain(name, START, DATA, LEARNING_RATE) for name in ("w3", "w4", "b3", "w1", "b1", "w2", "b2")}
for derivation in work.values():
    print(derivation, end="\n\n\n")

# No parameter moves before all seven derivatives are known.
print("The whole first step, all seven at once:\n")
print("     old value  derivative  * learning rate = step size  new value")
for name, derivation in work.items():
    print(
        f"{name}  {derivation.old:10.6f}  {derivation.derivative:10.6f}"
        f"  * {LEARNING_RATE:<13} = {derivation.step_size:9.6f}  {derivation.new:9.6f}"
    )
derivatives = Parameters(**{name: derivation.derivative for name, derivation in work.items()})
new = update(START, step_sizes(derivatives, LEARNING_RATE))
print(f"\nThe SSR falls from {ssr(START, DATA):.4f} to {ssr(new, DATA):.4f}.")
