"""A descent by hand: the seven derivatives of the lesson, and a loop of your own. The source is what to look at."""

from tinynet import Parameters, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3, d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, ssr
from tinynet.dosage import DATA, FITTED

seven = d_ssr_d_w1, d_ssr_d_w2, d_ssr_d_w3, d_ssr_d_w4, d_ssr_d_b1, d_ssr_d_b2, d_ssr_d_b3
parameters = Parameters(w1=2.74, w2=-1.13, w3=0.36, w4=0.63, b1=0, b2=0, b3=0)
learning_rate = 0.02

for _ in range(4170):
    derivatives = [derivative(parameters, DATA) for derivative in seven]
    parameters = Parameters(*[old - d * learning_rate for old, d in zip(parameters, derivatives)])

print(f"after 4,170 steps the SSR is {ssr(parameters, DATA):.2g}")
print(f"by hand    {parameters:.2f}")
print(f"published  {FITTED:.2f}")
