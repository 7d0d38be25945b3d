"""Signing on through an identity provider of the province."""
