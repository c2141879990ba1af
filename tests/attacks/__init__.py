"""Attacks and faults against the autograder, each run for real against it on this machine."""
