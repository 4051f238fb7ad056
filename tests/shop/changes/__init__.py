"""Changes after purchase."""
