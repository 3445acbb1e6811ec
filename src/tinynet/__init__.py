"""tinynet: a neural network with seven parameters, derived line by line in the code that runs.

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

The files of this folder are the lesson. Read them in this order:

    neuron            softplus and its slope, the sigmoid
    network           the parameters, the forward pass
    loss              the residual and the SSR
    derivatives       the chain rule: twelve factors, seven derivatives
    numerical         the same seven without a chain rule
    backpropagation   all seven in one pass
    training          step sizes, the update, the descent
    scaling           data in your own units, and the way back
    activations       for later: five curves and their slopes
    layers            for later: the general formula, for any number of layers
    layers_scaling    for later: data in your own units, for any number of layers
    dosage            the data and the results of the videos

The folders contain tools. You can skip them:

    arguments         checks what callers hand over
    tutor             explains every number, checks your own derivatives, and advises after a training
    pictures          draws the network and its training

A file of the lesson imports only files above it in this list, and `arguments`. (`layers` also offers the Scaling of
`layers_scaling`.) `tutor` and `pictures` are imported on first use, in three places: `__getattr__` below, `__getattr__`
in `layers`, and `Training.advice`.

>>> from tinynet import dosage, train
>>> training = train(dosage.START, dosage.DATA, learning_rate=0.02)
>>> print(f"{training.parameters:.2f}")
w1=3.34 w2=-3.53 w3=-1.22 w4=-2.30 b1=-1.43 b2=0.57 b3=2.61
"""

from typing import TYPE_CHECKING

from tinynet import dosage
from tinynet.backpropagation import backpropagate
from tinynet.derivatives import *
from tinynet.loss import ssr
from tinynet.network import Forward, Parameters, forward, initial_parameters, predict
from tinynet.neuron import sigmoid, softplus, softplus_and_slope
from tinynet.numerical import numerical_gradient
from tinynet.scaling import Scaling
from tinynet.training import DivergedError, Step, Training, descend, step_sizes, train, update

__all__ = ["softplus", "sigmoid", "softplus_and_slope"]
__all__ += ["Parameters", "initial_parameters", "Forward", "forward", "predict", "ssr"]
__all__ += ["d_ssr_d_predicted", "d_predicted_d_w3", "d_predicted_d_w4", "d_predicted_d_b3"]
__all__ += ["d_predicted_d_y1", "d_predicted_d_y2", "d_y1_d_x1", "d_y2_d_x2"]
__all__ += ["d_x1_d_w1", "d_x1_d_b1", "d_x2_d_w2", "d_x2_d_b2"]
__all__ += ["d_ssr_d_w1", "d_ssr_d_w2", "d_ssr_d_w3", "d_ssr_d_w4", "d_ssr_d_b1", "d_ssr_d_b2", "d_ssr_d_b3"]
__all__ += ["gradient", "backpropagate", "numerical_gradient"]
__all__ += ["step_sizes", "update", "descend", "Step", "train", "Training", "DivergedError"]
__all__ += ["Scaling"]
__all__ += ["explain", "Derivation", "check", "check_update", "check_training", "Verdict"]
__all__ += ["draw_fit", "draw_descent", "draw_network", "draw_ssr", "animate_fit", "Picture"]
__all__ += ["dosage", "layers"]

# A first training needs none of these names, so their modules are imported on first use.

_LATER = {
    "tutor": ("explain", "Derivation", "check", "check_update", "check_training", "Verdict"),
    "pictures": ("draw_fit", "draw_descent", "draw_network", "draw_ssr", "animate_fit", "Picture"),
    "layers": (),
}

if TYPE_CHECKING:
    from tinynet import layers
    from tinynet.pictures import *
    from tinynet.tutor import *
else:  # a type checker that sees __getattr__ accepts every misspelt name

    def __getattr__(name: str) -> object:
        from importlib import import_module

        for module, names in _LATER.items():
            if name == module or name in names:
                found = import_module(f"tinynet.{module}")
                return found if name == module else getattr(found, name)
        raise AttributeError(f"module 'tinynet' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
