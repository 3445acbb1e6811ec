"""Pictures of the network and its training, as SVG. You can skip this folder.

shapes      words, lines and dots, the colours, the sheet
scales      from numbers to shares of an axis; round numbers
plots       two scales and the rectangle between them
fits        the observations, the curves, the prediction; at once or step by step
descents    the SSR over the steps
contours    the SSR along a line, and over two parameters, as a map
ssrs        the SSR over one parameter, or over two
networks    the network with all its numbers
layers      any layers, drawn
"""

from tinynet.pictures.descents import draw_descent
from tinynet.pictures.fits import animate_fit, draw_fit
from tinynet.pictures.networks import draw_network
from tinynet.pictures.shapes import Picture
from tinynet.pictures.ssrs import draw_ssr

__all__ = ["Picture", "animate_fit", "draw_descent", "draw_fit", "draw_network", "draw_ssr"]
