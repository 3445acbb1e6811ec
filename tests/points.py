"""Random networks and data for hypothesis."""

from hypothesis import strategies as st

from tinynet import Parameters

numbers = st.floats(-3, 3)
parameters = st.builds(Parameters, *[numbers] * 7)
data = st.lists(st.tuples(st.floats(-2, 2), numbers), min_size=1, max_size=12)

# x1 and x2 up to 700 in size: at the one end the exponential overflows, at the other it is nearly nothing.
far_parameters = st.builds(Parameters, w1=st.floats(-350, 350), w2=st.floats(-350, 350), w3=numbers, w4=numbers,
                           b1=st.floats(-350, 350), b2=st.floats(-350, 350), b3=numbers)  # fmt: skip
far_data = st.lists(st.tuples(st.floats(-1, 1), numbers), min_size=1, max_size=12)
