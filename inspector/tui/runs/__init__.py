"""The screen of the runs: one row for each run, and what the log says of its delivery."""
