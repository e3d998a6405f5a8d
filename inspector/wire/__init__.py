"""The only code that may open a socket, and only to this machine: the dry run.

`endpoint` receives what a program sends, `encode` makes the request that werf itself would send,
`sender` sends it to a port of this machine.  There is no host to choose, no name to look up, no
TLS, no proxy and no redirect anywhere in this package.
"""
