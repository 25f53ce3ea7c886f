"""`warmline serve`: the desk; `warmline password`: a way back in."""

from typing import Annotated

import typer

from cli.options import DEFAULT_OUT, Config, Out
from flows.order import Order

Host = Annotated[str, typer.Option("--host", help="Address to listen at; 0.0.0.0 for other machines too.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen at.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that answer; one does for a small house.")]
Login = Annotated[str, typer.Argument(help="Login of the account.", metavar="LOGIN")]


def serve(
    out: Out = DEFAULT_OUT, config: Config = None, host: Host = "127.0.0.1", port: Port = 8600, workers: Workers = 1
) -> None:
    """Serve the desk: reports for reviewers, scorecards for supervisors, in a browser."""
    from web.serve import Listening  # noqa: PLC0415 - keeps --help quick
    from web.serve import serve as serve_desk  # noqa: PLC0415

    serve_desk(Order(out, config), Listening(host, port, workers), typer.echo)


def password(login: Login, out: Out = DEFAULT_OUT, config: Config = None) -> None:
    """Give an account of the desk a new password, shown once."""
    from calls.errors import SetupBroken  # noqa: PLC0415
    from web.serve import new_password_for, open_desk  # noqa: PLC0415

    given = new_password_for(open_desk(Order(out, config)), login)
    if given is None:
        raise SetupBroken(f"login '{login}': there is no such account; an admin makes them on the desk's page People")
    typer.echo(f"password of {login}: {given} (to be changed at the first signing in; not shown again)")
