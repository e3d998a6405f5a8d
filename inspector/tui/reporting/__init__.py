"""What the report will say, before anybody gets it: chosen, made, read and saved on one screen.

`asked` turns what a person chose into the words of a command line, and whoever starts the app hands
in an `Auditor` that does what that command would do; so both give the same bytes.  `kept` gives it
what cannot be read a second time, `maker` runs it in a worker, `sheet`, `choices` and `preview` lay
out, `screen` shows.
"""
