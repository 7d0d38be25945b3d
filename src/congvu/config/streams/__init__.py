"""``congvu bench streams``: many people who ask at once, over HTTP, of the site as it is run."""
