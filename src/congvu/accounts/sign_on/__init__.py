"""Sign-on through providers."""
