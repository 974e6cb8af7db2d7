"""The next available time in words: what is typed, wished and found, and how that is read. No widget, no screen."""
