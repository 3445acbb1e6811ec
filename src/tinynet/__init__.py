"""tinynet: a neural network with seven parameters, and backpropagation as its own worked derivation.

                    w1 +----------------+ w3
                 .---->| top:    x1, y1 |-----.
                 |     +----------------+     v
      input -----+          + b1            (sum) + b3 ---> predicted
                 |     +----------------+     ^
                 '---->| bottom: x2, y2 |-----'
                    w2 +----------------+ w4
                            + b2

    x1 = input * w1 + b1        y1 = log(1 + e^x1)
    x2 = input * w2 + b2        y2 = log(1 + e^x2)
    predicted = y1 * w3 + y2 * w4 + b3
    SSR = sum of (observed - predicted)^2

In reading order:

    neuron            softplus and its slope, the sigmoid
    network           the parameters, the forward pass
    loss              the residual and the SSR
    derivatives       the chain rule: twelve factors, seven derivatives
    backpropagation   all seven in one pass
    data              what callers hand over, checked
    training          gradient descent
    layers            the general formula: any number of layers
    explanation       the chain rule with your own numbers
    checking          is my derivative right, and if not, what did I do?
    pictures          the fit, the descent, the network, as SVG text
    dosage            the numbers of the videos

>>> from tinynet import dosage, train
>>> training = train(dosage.START, dosage.DATA, learning_rate=0.02)
>>> print(" ".join(f"{value:.2f}" for value in training.parameters))
3.34 -3.53 -1.22 -2.30 -1.43 0.57 2.61
"""

from tinynet import dosage
from tinynet._typing import TYPE_CHECKING
from tinynet.backpropagation import *
from tinynet.loss import *
from tinynet.network import *
from tinynet.neuron import *
from tinynet.training import *

if TYPE_CHECKING:
    from tinynet import layers
    from tinynet.checking import *
    from tinynet.derivatives import *
    from tinynet.explanation import *
    from tinynet.pictures import *

__all__ = ["softplus", "sigmoid"]
__all__ += ["Parameters", "initial_parameters", "Forward", "forward", "predict", "ssr"]
__all__ += ["d_ssr_d_predicted", "d_predicted_d_w3", "d_predicted_d_w4", "d_predicted_d_b3"]
__all__ += ["d_predicted_d_y1", "d_predicted_d_y2", "d_y1_d_x1", "d_y2_d_x2"]
__all__ += ["d_x1_d_w1", "d_x1_d_b1", "d_x2_d_w2", "d_x2_d_b2"]
__all__ += ["d_ssr_d_w1", "d_ssr_d_w2", "d_ssr_d_w3", "d_ssr_d_w4", "d_ssr_d_b1", "d_ssr_d_b2", "d_ssr_d_b3"]
__all__ += ["gradient", "backpropagate", "numerical_gradient"]
__all__ += ["step_sizes", "update", "descend", "Step", "train", "Training", "DivergedError"]
__all__ += ["explain", "Derivation", "check", "check_update", "Verdict"]
__all__ += ["draw_fit", "draw_descent", "draw_network", "animate_fit", "Picture"]
__all__ += ["dosage", "layers"]


# A first training needs none of these modules: they are imported when somebody first asks for what is in them.
_LATER = ("derivatives", "explanation", "checking", "pictures", "layers")


if not TYPE_CHECKING:  # or type checkers would take every misspelt name for Any

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name in _LATER:
            return import_module(f"tinynet.{name}")
        if name in __all__:
            modules = (import_module(f"tinynet.{later}") for later in _LATER)
            return next(getattr(module, name) for module in modules if name in module.__all__)
        raise AttributeError(f"module 'tinynet' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_LATER})
