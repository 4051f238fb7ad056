"""The doubles we ship: in-memory stores and a scripted model, for tests and offline evals."""
