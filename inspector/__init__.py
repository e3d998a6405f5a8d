"""telemetry-inspector: see, judge and prove what a command-line tool's telemetry says about you.

The package is one line of stages, each a function from the value on its left to the value on its
right (see `inspector.model` for the values)::

    bytes -> Line -> Record -> Event -> Finding -> Report

A telemetry system is added as one TOML file in `inspector/contracts/`, a rule as one function in
`inspector/rules/`; nothing else has to change for either.
"""

__version__ = "0.1.0"
