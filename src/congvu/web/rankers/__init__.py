"""What orders evidence, for operators: which ranker serves, what was learned, and the way back."""
