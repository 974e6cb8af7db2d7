"""The questions the desk asks, a file a question."""
