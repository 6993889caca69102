"""The command line `fourgood`, for people who do not program: one file a command, found by its name."""

from fourgood.cli.app import app, main

__all__ = ["app", "main"]
