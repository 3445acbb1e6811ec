"""Pictures of the network and its training, as SVG text. The lesson needs nothing of this folder."""

from tinynet.pictures.plots import Picture, animate_fit, draw_descent, draw_fit, draw_network

__all__ = ["Picture", "animate_fit", "draw_descent", "draw_fit", "draw_network"]
