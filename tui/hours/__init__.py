"""The hours of a doctor as a screen edits them: bars of a day, a draft of a change, its words, its picture."""
