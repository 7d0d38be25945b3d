"""The demo: made-up people, the 27 agencies of the pilot letter, what became of them, and a corpus to ship."""
