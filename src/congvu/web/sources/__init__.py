"""Connected sources: what operators and coordinators see and do, and the address that others send to."""
