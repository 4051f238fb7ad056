"""What to do for each intent: generators of tool calls that end in words (see steps.py)."""
