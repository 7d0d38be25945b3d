"""The demo: made-up people, agencies of the pilot letter and what became of them, a corpus that may be shipped."""
