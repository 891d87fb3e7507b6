"""How the shipped reader was made; not installed. See training/README.md."""
