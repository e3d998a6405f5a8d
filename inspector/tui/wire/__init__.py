"""What stands on the wire around an event, and the dry run: shown first, sent only when asked to.

`parts` makes entries of a request, `entries` lays them out, `dry` rebuilds and sends in a worker
thread, `screen` shows it.  Sockets, protobuf and HTTP are behind `tools`, which the worker imports.
"""
