"""A right general backpropagation in which every line can be another: learner("name", dz=lambda ...: ...).

And networks and data of learners, which they hand over with their programs.
"""

from tinynet.layers import IDENTITY, RELU, SIGMOID, TANH, Layer


def dot(one, other):
    return sum(x * y for x, y in zip(one, other))


def columns(matrix):
    return [list(column) for column in zip(*matrix)]


class Learner:
    """A right program whose every line can be overridden."""

    def forward(self, layers, inputs):
        z, a = [None], [list(inputs)]
        for l, layer in enumerate(layers, 1):
            z.append(self.z(layer, a[-1]))
            a.append(self.a(layer, z[-1], l == len(layers)))
        return z, a

    def z(self, layer, below):
        return [dot(row, below) + bias for row, bias in zip(layer.weights, layer.biases)]

    def a(self, layer, z, last):
        return [layer.activation.f(x) for x in z]

    def da_last(self, observed, predicted):
        return [-2 * (o - p) for o, p in zip(observed, predicted)]

    def da(self, layers, l, dz, das, z, a):
        return [dot(column, dz) for column in columns(layers[l].weights)]

    def dz(self, layers, l, da, z, a):
        return [d * layers[l - 1].activation.slope(x) for d, x in zip(da, z[l])]

    def dw(self, layers, l, dz, da, z, a):
        return [[d * x for x in a[l - 1]] for d in dz]

    def db(self, layers, l, dz, da, z, a):
        return list(dz)

    def one(self, layers, inputs, observed):
        z, a = self.forward(layers, inputs)
        da, gradient = self.da_last(observed, a[-1]), []
        for l in range(len(layers), 0, -1):
            dz = self.dz(layers, l, da, z, a)
            gradient.insert(0, (self.dw(layers, l, dz, da, z, a), self.db(layers, l, dz, da, z, a)))
            if l > 1:
                da = self.da(layers, l - 1, dz, da, z, a)
        return gradient

    def total(self, gradients):
        total = gradients[0]
        for gradient in gradients[1:]:
            total = [
                ([[x + y for x, y in zip(*rows)] for rows in zip(w, v)], [x + y for x, y in zip(b, c)])
                for (w, b), (v, c) in zip(total, gradient)
            ]
        return total

    def __call__(self, layers, data):
        return self.total([self.one(layers, inputs, observed) for inputs, observed in data])


def learner(name, **lines):
    methods = {key: lambda self, *args, line=line: line(*args) for key, line in lines.items()}
    return type(name, (Learner,), methods)()


XOR = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
XOR_NET = [
    Layer([[0.4, -0.6], [0.3, 0.8], [-0.5, 0.2]], [0.1, -0.2, 0.3], SIGMOID),
    Layer([[0.7, -0.4, 0.5]], [-0.1], SIGMOID),
]
MEASURED = [([0.2, 1.5], [0.9, -0.3]), ([-1.0, 0.4], [0.1, 0.7]), ([0.6, -0.8], [-0.5, 0.2])]
TANH_NET = [
    Layer([[0.4, -0.6], [0.3, 0.8], [-0.5, 0.2]], [0.1, -0.2, 0.3], TANH),
    Layer([[0.7, -0.4, 0.5], [0.2, 0.6, -0.3]], [-0.1, 0.4], IDENTITY),
]
RELU_NET = [
    Layer([[0.4, -0.6], [0.3, 0.8], [-0.5, 0.2], [0.9, 0.1]], [0.1, 0.2, 0.3, 0.2], RELU),
    Layer([[0.5, -0.3, 0.8, 0.4], [-0.2, 0.6, 0.1, 0.7], [0.3, 0.3, -0.4, 0.9]], [0.2, 0.1, -0.1], RELU),
    Layer([[0.7, -0.4, 0.5]], [-0.1], SIGMOID),
]
