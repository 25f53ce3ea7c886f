"""`warmline models`: which networks there are, and getting them."""

import typer

app = typer.Typer(help="The networks: which there are, and getting them.", no_args_is_help=True)
