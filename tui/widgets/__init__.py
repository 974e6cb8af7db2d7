"""The parts of the screen, a file a widget."""
