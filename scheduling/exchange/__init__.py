"""Other formats: what leaves the book for paper and for other programs."""
