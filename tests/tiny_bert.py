"""The vocabulary, tokenizer and shape of the tiny models that tests make and train."""

from pathlib import Path

from transformers import BertConfig, BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tiny_bert(
    folder: Path, words: list[str], labels: int = 2
) -> tuple[BertTokenizerFast, BertConfig]:
    """A tokenizer of these words, which come behind the special ones, and a network of one layer.

    Args:
        folder: is made, and gets the vocabulary.
        labels: scores that the network gives.
    """
    folder.mkdir()
    vocabulary = [*SPECIAL, *words]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        hidden_dropout_prob=0,
        attention_probs_dropout_prob=0,
        num_labels=labels,
    )
    return BertTokenizerFast(vocab=str(folder / "vocab.txt")), config
