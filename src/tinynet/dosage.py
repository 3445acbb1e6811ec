"""The numbers of the videos: effectiveness of a dosage, the starting values, and where the descent ends.

Source: StatQuest with Josh Starmer, "Neural Networks Pt. 2: Backpropagation Main Ideas" and "Backpropagation Details"
Pt. 1 and Pt. 2. FITTED is the published end, to two decimals.
"""

from tinynet.network import Parameters

__all__ = ["DATA", "FITTED", "START"]

DATA = ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0))  # dosage (0 low, 1 high) -> effectiveness (0 none, 1 full)
START = Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0.0, b2=0.0, b3=0.0)
FITTED = Parameters(w1=3.34, w2=-3.53, w3=-1.22, w4=-2.30, b1=-1.43, b2=0.57, b3=2.61)
