"""What runs in the student's isolated process; nothing in here is secret, nothing is trusted."""
