"""What goes with a cart: one thing at most, with the reason that the shop has for it."""
