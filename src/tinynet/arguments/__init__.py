"""Checks of arguments, their messages, and the names of weights and biases. You can skip this folder.

numbers    numbers, names, seeds, and whatever can be iterated
seven      data and parameters of the network with seven parameters
layers     data and layers of any network

A bad argument raises an error of one sentence. Nothing is repaired: text that looks like a number is text, True is not
1, and nan is not an observation.
"""
