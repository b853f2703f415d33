"""
Run by Python at the start of every program the tests start: puts the guard in its place.
"""

import importlib.util
from pathlib import Path

_path = Path(__file__).resolve().parent.parent / "egress.py"
_spec = importlib.util.spec_from_file_location("_egress_guard", _path)
if _spec is None or _spec.loader is None:
    raise ImportError("the guard at the sockets is not there")
_guard = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_guard)
_guard.install()
