"""The modes, a file a screen."""
