"""Backpropagation by hand: one observation through the network and back, to all seven derivatives; the sum; the step.

With pencil and paper beside it, every line can be computed from those above it. `examples/dosage.py` draws the same
numbers as one picture, and `explain("w1", START, DATA)` tells the chain of one parameter over all observations.
"""

from tinynet import Parameters, explain, forward, sigmoid, ssr, step_sizes, update
from tinynet.dosage import DATA, START

LEARNING_RATE = 0.02
ORDER = ("b3", "w3", "w4", "b1", "w1", "b2", "w2")  # from the prediction backwards


def main() -> None:
    one_observation(*DATA[1])
    products = {name: explain(name, START, DATA) for name in ORDER}
    print("\n2. The same for every observation, and the sum: the derivatives of the SSR.\n")
    print("input  observed" + "".join(f"{'dSSR/d' + name:>11}" for name in ORDER))
    for number, (input, observed) in enumerate(DATA):
        row = [products[name].rows[number].product for name in ORDER]
        print(f"{input:5}  {observed:8}" + "".join(f"{product:11.6f}" for product in row))
    print(" " * 15 + "  ---------" * 7)
    print(f"{'sum':15}" + "".join(f"{products[name].derivative:11.6f}" for name in ORDER))
    the_step(Parameters(**{name: products[name].derivative for name in Parameters._fields}))


def one_observation(input: float, observed: float) -> None:
    w1, w2, w3, w4, b1, b2, b3 = START
    _, x1, y1, x2, y2, predicted = forward(START, input)
    residual = observed - predicted
    print(f"1. One observation: input {input}, observed {observed}.\n")
    print("Forwards, with f(x) = log(1 + e^x):\n")
    show("x1", "input * w1 + b1", f"{input} * {w1} + {b1}", x1)
    show("y1", "f(x1)", f"f({x1:.6f})", y1)
    show("x2", "input * w2 + b2", f"{input} * {w2} + {b2}", x2)
    show("y2", "f(x2)", f"f({x2:.6f})", y2)
    show("predicted", "y1 * w3 + y2 * w4 + b3", f"{y1:.6f} * {w3} + {y2:.6f} * {w4} + {b3}", predicted)
    show("residual", "observed - predicted", f"{observed} - {predicted:.6f}", residual)

    print("\nBackwards: what came back, times one local factor. The slope of f is f'(x) = e^x / (1 + e^x):\n")
    d_predicted = -2 * residual
    show("dSSR/dpredicted", "-2 * residual", f"-2 * {residual:.6f}", d_predicted)
    show("dSSR/db3", "dSSR/dpredicted * 1", f"{d_predicted:.6f} * 1", d_predicted)
    show("dSSR/dw3", "dSSR/dpredicted * y1", f"{d_predicted:.6f} * {y1:.6f}", d_predicted * y1)
    show("dSSR/dw4", "dSSR/dpredicted * y2", f"{d_predicted:.6f} * {y2:.6f}", d_predicted * y2)
    for n, w, x in ((1, w3, x1), (2, w4, x2)):
        d_y, slope = d_predicted * w, sigmoid(x)
        d_x = d_y * slope
        print(f"{'':4}through the {'top' if n == 1 else 'bottom'} neuron:")
        show(f"dSSR/dy{n}", f"dSSR/dpredicted * w{n + 2}", f"{d_predicted:.6f} * {w}", d_y)
        show(f"dSSR/dx{n}", f"dSSR/dy{n} * f'(x{n})", f"{d_y:.6f} * {slope:.6f}", d_x)
        show(f"dSSR/db{n}", f"dSSR/dx{n} * 1", f"{d_x:.6f} * 1", d_x)
        show(f"dSSR/dw{n}", f"dSSR/dx{n} * input", f"{d_x:.6f} * {input}", d_x * input)


def the_step(derivatives: Parameters) -> None:
    """No parameter moves before all seven derivatives are known."""
    print(f"\n3. The step, all seven at once: step size = derivative * {LEARNING_RATE}, new = old - step size.\n")
    print(f"{'':15}" + "".join(f"{name:>11}" for name in ORDER))
    sizes = step_sizes(derivatives, LEARNING_RATE)
    new = update(START, sizes)
    for title, values in (("old value", START), ("step size", sizes), ("new value", new)):
        print(f"{title:15}" + "".join(f"{getattr(values, name):11.6f}" for name in ORDER))
    print(f"\nThe SSR falls from {ssr(START, DATA):.4f} to {ssr(new, DATA):.4f}.")


def show(name: str, formula: str, numbers: str, value: float) -> None:
    print(f"    {name:15} = {formula:22} = {numbers:39} = {value:9.6f}")


if __name__ == "__main__":
    main()
