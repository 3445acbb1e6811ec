"""The seven derivatives without a chain rule. They test those that the chain rule gives.

A derivative says how the SSR changes with a parameter. So change w1 a little, from w1 - h to w1 + h, and divide the
change of the SSR by the change of w1:

    dSSR/dw1 is nearly ((SSR at w1 + h) - (SSR at w1 - h)) / ((w1 + h) - (w1 - h))        the central difference

On paper the denominator is 2 * h. With floats it differs: w1 + h is rounded to the nearest float, and far from 0
the floats lie far apart.
"""

from tinynet.arguments.numbers import finite_slope
from tinynet.arguments.seven import checked_differences
from tinynet.loss import Data, ssr
from tinynet.network import Parameters


def numerical_gradient(parameters: Parameters, data: Data, h: float = 1e-5) -> Parameters:
    """The seven derivatives of the SSR by central differences.

    h    how far to go up and down; the error shrinks with h^2, but rounding errors grow as h shrinks

    Errors: TypeError or ValueError for bad arguments, or if the SSR is too large for a float.

    >>> from tinynet.dosage import DATA, START
    >>> print(f"{numerical_gradient(START, DATA):.4f}")
    w1=0.7609 w2=0.3323 w3=7.1423 w4=1.4873 b1=0.9673 b2=0.7322 b3=3.4595
    """
    parameters, data, h = checked_differences(parameters, data, h)
    slopes = []
    for name, value in parameters._asdict().items():
        up, down = value + h, value - h
        rise = ssr(parameters._replace(**{name: up}), data) - ssr(parameters._replace(**{name: down}), data)
        slopes.append(finite_slope(rise / (up - down), h))
    return Parameters(*slopes)
