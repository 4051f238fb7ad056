"""The chat model that runs with no key: understands, plans the next tool call, words the reply."""
