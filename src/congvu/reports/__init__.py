"""Reports on participation in the official form: definitions, frozen runs, files, and a checker of the form."""
