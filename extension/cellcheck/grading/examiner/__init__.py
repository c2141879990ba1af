"""The examiner: sends inputs to the student's process, judges what comes back, trusts nothing."""
