"""Hostile texts in a real browser: what the widget shows of them, and what they make it do."""
