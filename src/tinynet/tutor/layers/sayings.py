"""The sentences about a learner's backpropagation, as data: what is said of each mistake, and what else may be meant."""

# What is said of a mistake in the chain. What is right is said behind it.
OF_THE_CHAIN = {
    "": "Your numbers are not right here.",
    "constant factor": "Your numbers are the right ones times a constant.",
    "flipped sign": "The sign is flipped.",
    "lost the 2": "The 2 is missing.",
    "residual without its sign": "The residual has lost its sign.",
    "predicted instead of residual": "predicted stands in the place of the residual.",
    "observed instead of residual": "observed stands in the place of the residual.",
    "sum instead of difference": "observed and predicted are added instead of subtracted.",
    "residuals added up": "The residuals of all outputs are added up.",
    "one output only": "Only one output counts.",
    "one path only": "Your function follows one path only.",
    "mean over the paths": "The ways through the layer above are averaged; add them up.",
    "slope of the layer above missing": "The slope of the layer above is missing.",
    "slope of the layer above twice": "The slope of the layer above is there twice.",
    "row for column": "Your function takes a row of W instead of a column.",
    "slope missing": "The slope f'(z) is missing.",
    "weights missing": "The weights are missing.",
    "a missing": "The a of the layer below is missing.",
    "dW with z": "z of the layer below stands in the place of its a.",
    "dW with the slope of the layer below": "The slope of the layer below stands in the place of its a.",
    "inputs instead of a": "The inputs stand in the place of the a of the layer below.",
    "another layer's a": "Your a belongs to another layer.",
    "dW times W": "Your dW is multiplied by W.",
    "dW summed over neurons": "Your dW uses the sum of dSSR/dz over all neurons.",
    "dW left out": "Your dW is 0.",
    "dSSR/da instead of dSSR/dz": "dSSR/da stands in the place of dSSR/dz.",
    "bias times a": "Your db is multiplied by a of the layer below.",
    "bias times b": "Your db is multiplied by b.",
    "biases subtracted": "The biases are subtracted.",
    "one activation for all": "The activation is the same in all layers.",
    "db left out": "Your db is 0.",
    "biases left out": "The biases are left out.",
    "residual squared": "The residual is squared.",
    "residual missing": "The residual is missing.",
    "1 - a": "Your slope is 1 - a.",
    "1 - a^2 for every activation": "Your slope is 1 - a^2; that is the slope of tanh.",
    "a * (1 - a) for every activation": "Your slope is a * (1 - a); that is the slope of a sigmoid.",
    "one slope for every activation": "Your slope is that of another activation.",
    "z * (1 - z)": "Your slope is z * (1 - z).",
    "z instead of the slope": "Your slope is z itself.",
    "slope without the bias": "Your function takes the slope without the bias.",
    "the curve instead of its slope": "Your slope is a, the activation itself.",
    "last activation written in": "The activation of the last layer is written in.",
    "another layer's W": "Your W belongs to another layer.",
    "another layer's z": "Your z belongs to another layer.",
    "slope twice": "The slope is there twice.",
    "slope taken at a": "Your function takes the slope at a instead of z.",
    "slope of another layer": "The slope belongs to another layer.",
    "activation left out": "The activation is left out.",
    "db summed over neurons": "It is one number for all neurons of the layer.",
    "mean instead of sum": "It is divided by the number of rows, and other parts are not.",
    "divided twice": "It is divided by the number of rows twice.",
    "first observation only": "Only the first row counts here.",
    "last observation only": "Only the last row counts here.",
    "all but the first observation": "The first row is left out here.",
    "all but the last observation": "The last row is left out here.",
}

# What says what is right too.
WHOLE = {
    "dW transposed": "Your dW lies on its side: dW[k][j] instead of dW[j][k]. W(l)[j][k] leads from neuron k to neuron j.",
    "mean over the outputs": "The residuals are divided by the number of outputs; do not divide them.",
    "always 0": "All of your numbers are 0 here. Does the loop get there, and does it add to what you return? Is your slope 0, "
    "as that of ReLU is below 0?",
    "a whole step": "Your function moves the network: that is a whole step. layers.check_update(mine) checks steps; mine "
    "is called with (layers, data, learning_rate).",
    "wrong order": "Your function takes (data, layers); it is called with (layers, data).",
    "not used": "The answer stays the same when the data change. Your function uses something else instead.",
    "fixed learning rate": "Your function does not use the learning rate that it is given, but a number of its own.",
    "old value changed": "With a learning rate of 0 your function does not return the old values.",
    "added instead of subtracted": "The step sizes are added instead of subtracted, or the sign of dSSR/da(last) is "
    "flipped. The numbers are the same.",
}

LAST_MOVED_FIRST = "the output layer moved before the hidden delta is taken"
LAYER_1_MOVED_FIRST = "the layers move from the first one up, before the next is computed"
SOME_MOVED_FIRST = "some weights move before all derivatives are taken"
TOO_SLOW = "Not right. Your function takes {:.2g} s a call, so it was not asked further to find out where."

# What else may be meant.
HALVED = 'Without the 2 it is the derivative of SSR/2, as many books write the error. If yours does: loss="SSR/2".'
MEAN = 'The mean is the derivative of SSR/n. If your book takes the mean: loss="SSR/n".'
CROSS_ENTROPY = (
    "If you meant the cross-entropy: behind a sigmoid or a softmax the slope cancels there, and dz(last) = predicted - "
    "observed. For the SSR the slope stays."
)
WEIGHT_DECAY = "Weight decay (L2 regularisation) is right for an error with the squared weights in it, not for the SSR."
IF_MEANT = "Right, if the last layer is meant so:"
RIGHT_WITH_ONE_OUTPUT = "Right with one hidden layer and one output. With more it goes wrong:"
HAND_OVER = (
    "If your function works for one network only, pass that network: {}(mine, layers=network, data=rows), with network = "
    "[Layer(weights, biases, SIGMOID), ...] and rows = [([0.5, 0.1], [1.0]), ...]."
)

# What beginners doubt in right programs.
OF_A_SIGMOID = "a * (1 - a) is right for the slope of a sigmoid: a is f(z) already, and f'(z) = f(z) * (1 - f(z))."
RESIDUAL = "predicted - observed is right there: the 2 of the square and the 1/2 cancel."
ADDED = "Adding is right there: the minus of the step and the minus before (observed - predicted) cancel."
CHANGES = "It changes the lists that it is given. Here it got copies, but your own lists would then hold other numbers."

# The hints for places that are about all weights and biases here, and about seven parameters in `findings`.
HINTS = {
    "order": ("Look at the order of what you return.", "The numbers stand in the wrong places.",
        "Return (weights, biases) for each layer, first layer first. If you return the SSR, it stands before them."),
    "update": ("Look at the line that moves the weights and biases.",
        "A step goes downhill, and all weights and biases take it.",
        "New value = old value - derivative * learning rate, for each weight and bias."),
    "in place": ("Look at when each derivative is taken.", "Some derivatives are taken after weights have moved.",
        "Take all derivatives first, then move all layers."),
}  # fmt: skip
