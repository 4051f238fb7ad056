"""Builds the demo shop's files from hand-written tables: `python -m demo.build`."""
