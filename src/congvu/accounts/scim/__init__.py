"""SCIM 2.0 (RFC 7643, 7644): the province's directory makes, changes and ends accounts by itself."""
