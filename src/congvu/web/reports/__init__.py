"""Official reports: issuing, files, proof and comparison of what was issued."""
