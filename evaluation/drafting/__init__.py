"""The rules by which `evaluation.suggest` makes questions of sentences, one module a language."""
