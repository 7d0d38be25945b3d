"""The demo: made-up people, the 27 agencies of the pilot letter and what became of them, and a corpus that may be shipped."""
