"""A shopping assistant that sells, answers and hands over."""
