"""SAML 2.0, as service provider. Only ``service``, ``description`` and ``checks`` know the library (pysaml2)."""
