"""The roster from a clerk's table: read, checked row by row, shown, and taken over as a whole or not at all."""
