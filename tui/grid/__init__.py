"""The grid: immutable model, geometry, palette and painting, and the one widget made of them."""
