"""The nbgrader side: graded cells, and feedback pages that keep hidden tests hidden."""
