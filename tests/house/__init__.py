"""Makes this a package, so that tests can share modules."""
