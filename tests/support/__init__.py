"""Tools that the tests share: databases, a client that walks like a person, a browser, axe and probes."""
