"""SAML 2.0, as service provider. Only ``service`` and ``checks`` know the library (pysaml2)."""
