"""What a cart comes to: limits, discounts, shipping, taxes and totals, as data and pure functions."""
