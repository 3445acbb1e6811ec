"""What callers hand over, checked: each bad argument ends in one sentence. You can skip this folder.

numbers    numbers, names, seeds, and whatever can be iterated
seven      data and parameters of the network with seven parameters
layers     data and layers of any network

Nothing is repaired. Text that looks like a number is text, True is not 1, and nan is not an observation.
"""
