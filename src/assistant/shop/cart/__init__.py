"""The shopper's cart."""
