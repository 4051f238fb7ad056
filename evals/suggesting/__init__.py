"""Measures suggestions: what is found of left-out items, what chance is taken for, and what must never be shown."""
