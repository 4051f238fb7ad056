"""Checks on what comes in and what goes out. Each returns a verdict with its evidence; none can be talked out of it."""
