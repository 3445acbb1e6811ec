"""Pictures of the network and its training, as SVG. You can skip this folder.

shapes      words, lines and dots, the colours, the sheet
scales      from numbers to shares of an axis; round numbers
plots       two scales and the rectangle between them; lines, dots and films
fits        the observations, the curves, the prediction; at once or step by step
descents    the SSR over the steps
ssrs        the SSR over one parameter as a curve, and over two as a map
networks    boxes and arrows; the network of the seven with all its numbers
layers      any layers, drawn; the fit of those with one input
"""

from tinynet.pictures.descents import draw_descent
from tinynet.pictures.fits import animate_fit, draw_fit
from tinynet.pictures.networks import draw_network
from tinynet.pictures.shapes import Picture
from tinynet.pictures.ssrs import draw_ssr

__all__ = ["Picture", "animate_fit", "draw_descent", "draw_fit", "draw_network", "draw_ssr"]
