"""`python -m fourgood.cli`, where the command itself is not on the path."""

from fourgood.cli.app import main

main()
