"""How the embedding model in ``congvu.llm.models`` was made; see README.md."""
