"""What the tests here may ask for: knowledge bases, the shipped one and a small one."""

from tests.core.fixtures import databases, folder, shipped

__all__ = ["databases", "folder", "shipped"]
