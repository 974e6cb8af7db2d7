"""The board of a day: its sections and rows, how they are painted, and which row is chosen."""
