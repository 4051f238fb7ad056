"""When to hand over to a person, and the queue that people answer."""
