"""Plots of the figures in cells: heat maps, trends, bars. Pure parts, and the one widget that shows them."""
