"""One file per migration; never edited once released."""
