"""Service after purchase: which change is asked for, of which items, into what, paid how and sent where."""
