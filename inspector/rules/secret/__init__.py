"""Secrets: passwords, keys and tokens that stand where no page says a secret could stand.

Most are recognised by a public, fixed prefix, some by what they are assigned to, a few by their
structure.  Nothing is ever verified over the network.  What is shown of a secret is its kind and
its length, never a character of its body.
"""
