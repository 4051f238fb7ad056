"""A crowd that builds carts over HTTP, and what each of its carts must hold."""
