"""``python -m bot`` is ``fwchoice``; with no words after it, ``fwchoice run``."""

from __future__ import annotations

import sys

from bot.cli.main import fwchoice

if __name__ == "__main__":
    fwchoice(args=sys.argv[1:] or ["run"], prog_name="fwchoice")
