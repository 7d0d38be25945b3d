"""Taking part in a campaign: the province, an agency, a person; the rule; campaigns themselves."""
