"""The commands of ``congvu``: thin, each calls the public functions of a room."""
