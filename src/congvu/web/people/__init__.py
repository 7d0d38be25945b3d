"""The operator's pages of people: the roster, one account, lists taken over."""
