"""The tests on every supported Python: `nox` (each session makes an environment of its own)."""

import nox

nox.options.default_venv_backend = "venv"


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Install as a user does, and run the tests."""
    session.install(".[dev]")
    session.run("pytest", "-q", "-n", "auto", *session.posargs)
