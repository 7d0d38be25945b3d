"""Cases, corrections, reviews, approved knowledge, requests for data, quality, notices."""
