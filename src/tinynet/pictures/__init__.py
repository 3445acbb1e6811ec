"""Pictures of the network and its training, as SVG. The lesson needs nothing of this folder.

shapes      words, lines and dots, the colours, the sheet
scales      from numbers to shares of an axis; round numbers
given       what callers hand over, checked
plots       two scales and the rectangle between them
fits        the observations, the curves, the prediction
films       the fit, step by step
descents    the SSR over the steps
slopes      the SSR over one parameter
networks    the network with all its numbers
layers      any layers, drawn
"""

from tinynet.pictures.descents import draw_descent
from tinynet.pictures.films import animate_fit
from tinynet.pictures.fits import draw_fit
from tinynet.pictures.networks import draw_network
from tinynet.pictures.shapes import Picture
from tinynet.pictures.ssrs import draw_ssr

__all__ = ["Picture", "animate_fit", "draw_descent", "draw_fit", "draw_network", "draw_ssr"]
