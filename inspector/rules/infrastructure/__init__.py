"""Family `infrastructure`: machines, networks, projects and clusters that a value names.

Each module looks for one kind of name; `hosts` tells what is known to everybody (the documentation
of werf, a public registry) from what leads to somebody's own network.
"""
