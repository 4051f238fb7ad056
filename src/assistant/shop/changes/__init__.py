"""Changes after purchase: what is asked for, what the shop's rules allow, and its exact effect. Pure, no I/O."""
