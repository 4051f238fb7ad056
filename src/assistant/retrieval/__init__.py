"""Finding products and passages in the shop's own catalogue and documents."""
