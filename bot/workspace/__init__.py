"""
An emulated Slack workspace on loopback, with a page to look at.

The same class is what a person runs without Slack and what scenario tests use. It speaks Slack's
protocol: the bot is pointed at it by the base address of the Web API and notices no difference.
"""

from bot.workspace.block_kit import problems, view_problems
from bot.workspace.block_schema import Problem
from bot.workspace.declaration import declared
from bot.workspace.delivery import Delivery
from bot.workspace.message import Message
from bot.workspace.refusals import RefusedError
from bot.workspace.team import ALL_SCOPES, DEFAULT_EVENTS, Channel, Command, Person, Shortcut, Team
from bot.workspace.view_submission import Submission
from bot.workspace.views import View
from bot.workspace.web_api import Call
from bot.workspace.workspace import Workspace

__all__ = [
    "ALL_SCOPES",
    "DEFAULT_EVENTS",
    "Call",
    "Channel",
    "Command",
    "Delivery",
    "Message",
    "Person",
    "Problem",
    "RefusedError",
    "Shortcut",
    "Submission",
    "Team",
    "View",
    "Workspace",
    "declared",
    "problems",
    "view_problems",
]
