"""The commerce domain: plain Python, no framework."""
