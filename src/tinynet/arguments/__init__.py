"""Checks of what callers hand over, with their messages. You can skip this folder.

numbers    numbers, names, seeds, and whatever can be iterated
seven      data and parameters of the network with seven parameters
layers     data and layers of any network; the names and places of its weights and biases

A bad argument raises an error of one sentence. Nothing is repaired: text that looks like a number is text, True is not
1, and nan is not an observation.
"""
