"""From a shopper's words to constraints, with a vocabulary learnt from the catalogue."""
