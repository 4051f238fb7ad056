"""Reads what a shopper says on the way from the cart to the payment page."""
