"""One turn, from a shopper's message to a reply that code has checked."""
