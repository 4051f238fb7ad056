"""From a cart to one paid order: details, a held stock, a payment on a hosted page, and what becomes of it."""
