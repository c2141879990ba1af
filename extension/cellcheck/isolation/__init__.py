"""Isolated processes for code that nobody trusts, forked from one that is warm already."""
