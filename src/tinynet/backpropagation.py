"""All seven derivatives, and the SSR, in one pass over the data.

Each of the seven functions makes its own forward pass, and repeats products that the others compute too. Side by side,
with f' for the slope of softplus:

    dSSR/dw1 = sum of  -2 * residual * w3 * f'(x1) * input        dSSR/dw2 = sum of  -2 * residual * w4 * f'(x2) * input
    dSSR/db1 = sum of  -2 * residual * w3 * f'(x1)                dSSR/db2 = sum of  -2 * residual * w4 * f'(x2)
    dSSR/dw3 = sum of  -2 * residual * y1                         dSSR/dw4 = sum of  -2 * residual * y2
    dSSR/db3 = sum of  -2 * residual

They share three derivatives, each for one observation:

    dSSR/dpredicted = -2 * residual                               in all seven
    dSSR/dx1        = dSSR/dpredicted * w3 * f'(x1)               in w1 and b1
    dSSR/dx2        = dSSR/dpredicted * w4 * f'(x2)               in w2 and b2

They flow back through the network: from the output to both neurons. In the code they are d_predicted, d_x1 and d_x2.
Each is computed once for each observation, and so are x, y and the residual. Backpropagation is the chain rule with
this sharing.
"""

from tinynet.loss import Data
from tinynet.network import Parameters
from tinynet.neuron import softplus_and_slope


def backpropagate(parameters: Parameters, data: Data) -> tuple[float, Parameters]:
    """The SSR and its gradient.

    >>> from tinynet.dosage import DATA, START
    >>> ssr, gradient = backpropagate(START, DATA)
    >>> print(f"SSR {ssr:.4f}; {gradient:.4f}")
    SSR 1.8959; w1=0.7609 w2=0.3323 w3=7.1423 w4=1.4873 b1=0.9673 b2=0.7322 b3=3.4595
    """
    w1, w2, w3, w4, b1, b2, b3 = parameters
    ssr = d_w1 = d_w2 = d_w3 = d_w4 = d_b1 = d_b2 = d_b3 = 0.0
    for input, observed in data:
        x1 = input * w1 + b1
        x2 = input * w2 + b2
        y1, slope1 = softplus_and_slope(x1)
        y2, slope2 = softplus_and_slope(x2)
        predicted = y1 * w3 + y2 * w4 + b3
        residual = observed - predicted
        ssr += residual * residual

        d_predicted = -2.0 * residual
        d_x1 = d_predicted * w3 * slope1
        d_x2 = d_predicted * w4 * slope2

        d_w1 += d_x1 * input
        d_w2 += d_x2 * input
        d_w3 += d_predicted * y1
        d_w4 += d_predicted * y2
        d_b1 += d_x1
        d_b2 += d_x2
        d_b3 += d_predicted
    return ssr, Parameters(d_w1, d_w2, d_w3, d_w4, d_b1, d_b2, d_b3)
