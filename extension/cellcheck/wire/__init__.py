"""What crosses the border between examiner and examinee: messages of plain values, no pickle."""
