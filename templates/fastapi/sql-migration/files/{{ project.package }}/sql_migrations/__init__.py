"""The schema as numbered files of plain SQL, and what applies them."""
