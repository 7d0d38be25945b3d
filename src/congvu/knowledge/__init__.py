"""Cases, corrections, reviews, and what becomes of them: approved knowledge."""
