"""What every test may ask for: fixtures live in a module named for their subject."""

pytest_plugins = ["tests.postgres"]
