"""
The command ``fwchoice`` and its subcommands, each imported only when it is called.

Exit codes: 0 fine, 1 findings or a failed expectation, 2 wrong usage or an unusable environment.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

import click

from bot.core.errors import BotError, KnowledgeError

COMMANDS = {
    "run": "Run the bot: against Slack, or in a local workspace without it.",
    "ask": "Answer a question from the knowledge base.",
    "decide": "Walk through a choice to a recommendation, and what would change it.",
    "check": "Say what is wrong with the knowledge base.",
    "test": "Ask the golden questions and count.",
    "diff": "Say what an edit changes, and which golden questions it answers anew.",
    "tune": "Set the thresholds from the golden questions.",
    "export": "Print the whole knowledge base.",
    "schema": "Write the JSON Schemas for editors.",
    "manifest": "Print the Slack app's manifest for a transport.",
    "doctor": "Say what is missing to run against Slack, and how to mend it.",
}
"""Every subcommand, and what it is for: its module in this folder has the same name."""


# Before numpy is imported. It asks the kernel for huge pages wherever it takes 4 MB, once to learn;
# what lives there afterwards takes 2 MB where it needs 4 KiB, and a bot grew by 14 MiB after edits.
# https://numpy.org/doc/stable/reference/global_state.html#madvise-hugepage-on-linux
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")


class Subcommands(click.Group):
    """
    A group that imports a subcommand's module when it is used.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all subcommands, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand called *cmd_name*, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what it raises on purpose is told in words, without a traceback."""
        try:
            return super().invoke(ctx)
        except KnowledgeError as error:
            click.echo(error, err=True)
            ctx.exit(1)
        except BotError as error:
            click.echo(error, err=True)
            ctx.exit(2)


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"]})
def fwchoice() -> None:
    """
    Answers framework-choice questions from a curated knowledge base.
    """
