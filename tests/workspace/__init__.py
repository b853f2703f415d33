"""The emulated workspace, with a tiny Bolt app as its counterpart."""
