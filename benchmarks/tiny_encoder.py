"""A tiny encoder of random weights, for measurements in which meaning does not matter."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import BertConfig, BertModel
from transformers.models.bert import BertTokenizer

from retrieval.embedding import Encoder

PIECES = [*"abcdefghijklmnopqrstuvwxyz0123456789.,:;-"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tiny_encoder(folder: Path, dimension: int = 16) -> Encoder:
    """An encoder of one layer, saved to and loaded from a folder.

    Args:
        dimension: of its vectors, a multiple of 2.
    """
    network = folder / "network"
    network.mkdir(parents=True)
    vocabulary = [*SPECIAL, *PIECES, *(f"##{piece}" for piece in PIECES)]
    (network / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizer(vocab=str(network / "vocab.txt")).save_pretrained(network)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=dimension,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(network)
    transformer = Transformer(str(network))
    pooling = Pooling(config.hidden_size)
    SentenceTransformer(modules=[transformer, pooling]).save(str(folder / "encoder"))
    return Encoder(str(folder / "encoder"))
