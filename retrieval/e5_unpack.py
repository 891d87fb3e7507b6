"""Writes multilingual-e5-small as a folder that sentence-transformers loads.

The network is a BERT, the tokenizer XLM-R's; the vector of a text is the normalised mean.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.e5_weights import PackedWeights

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerFast

PROMPTS = {"query": "query: ", "document": "passage: "}  # that the model was trained with
STEP = 16_384  # rows unpacked at once, so that 96 million weights of the vocabulary need no GB

# What XLM-R's normalisation does to single characters other than Unicode's NFKC.
CONTROLS = r"[\x01-\x08\x0B\x0E-\x1F\x7F\x8F\x9F]"
SPACES = r"[\s\x{200B}-\x{200F}\x{2581}\x{FEFF}\x{FFFD}]+"
WIDE_TILDE, STAND_IN = "\uff5e", "\ufdd0"  # NFKC turns the tilde of "3～4" into another


def unpack(data: bytes, folder: Path) -> Path:
    """Write the model whose 4-bit weights are given.

    Args:
        data: the file of weights, as :mod:`retrieval.e5_weights` describes it.
        folder: a folder that does not exist yet.

    Returns:
        The folder of the model, within ``folder``.

    Raises:
        EncoderError: the weights are damaged.
        OSError, SafetensorError: the folder cannot be written to.
    """
    # Imported here: it takes seconds, which those who have the folder need not wait for.
    import torch
    from safetensors.torch import save_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize, Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig

    weights = PackedWeights(data)
    sizes = weights.sizes
    bare, model = folder / "bare", folder / "model"
    BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=weights.pad,
        dtype=torch.bfloat16,
    ).save_pretrained(bare)
    _tokenizer(weights).save_pretrained(bare)
    save_file(dict(_tensors(weights)), bare / "model.safetensors", metadata={"format": "pt"})
    modules = [
        Transformer(str(bare), model_kwargs={"dtype": torch.bfloat16}),
        Pooling(sizes.hidden, "mean"),
        Normalize(),
    ]
    SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu").save(
        str(model), create_model_card=False
    )
    return model


def _tensors(weights: PackedWeights) -> "Iterator[tuple[str, torch.Tensor]]":
    """The tensors by their names in transformers' BertModel, in bfloat16."""
    import torch

    sizes = weights.sizes
    hidden, feed_forward = sizes.hidden, sizes.feed_forward

    def floats(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(weights.floats(name, *shape)).to(torch.bfloat16)

    def matrix(name: str, rows: int, columns: int) -> torch.Tensor:
        whole = torch.empty((rows, columns), dtype=torch.bfloat16)
        for first in range(0, rows, STEP):
            last = min(first + STEP, rows)
            whole[first:last] = torch.from_numpy(weights.rows(name, (rows, columns), first, last))
        return whole

    yield "embeddings.word_embeddings.weight", matrix("emb.word", sizes.vocabulary, hidden)
    yield "embeddings.position_embeddings.weight", floats("emb.pos", sizes.positions, hidden)
    yield "embeddings.token_type_embeddings.weight", floats("emb.type", sizes.token_types, hidden)
    yield "embeddings.LayerNorm.weight", floats("emb.ln.w", hidden)
    yield "embeddings.LayerNorm.bias", floats("emb.ln.b", hidden)
    for layer in range(sizes.layers):
        there, here = f"encoder.layer.{layer}", f"l{layer}"
        for name, short, rows, columns in (
            ("attention.self.query", "q", hidden, hidden),
            ("attention.self.key", "k", hidden, hidden),
            ("attention.self.value", "v", hidden, hidden),
            ("attention.output.dense", "ao", hidden, hidden),
            ("intermediate.dense", "fi", feed_forward, hidden),
            ("output.dense", "fo", hidden, feed_forward),
        ):
            yield f"{there}.{name}.weight", matrix(f"{here}.{short}.w", rows, columns)
            yield f"{there}.{name}.bias", floats(f"{here}.{short}.b", rows)
        for name, short in (("attention.output", "aln"), ("output", "oln")):
            yield f"{there}.{name}.LayerNorm.weight", floats(f"{here}.{short}.w", hidden)
            yield f"{there}.{name}.LayerNorm.bias", floats(f"{here}.{short}.b", hidden)
    # Unused, as the mean is pooled; but a BertModel without it warns and makes one at random.
    yield "pooler.dense.weight", torch.zeros((hidden, hidden), dtype=torch.bfloat16)
    yield "pooler.dense.bias", torch.zeros(hidden, dtype=torch.bfloat16)


def _tokenizer(weights: PackedWeights) -> "PreTrainedTokenizerFast":
    """XLM-R's tokenizer: a unigram model over words, each led by "▁"."""
    from tokenizers import Regex, Tokenizer, decoders, normalizers, processors
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace, Sequence, WhitespaceSplit
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(Unigram(weights.pieces, unk_id=weights.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(CONTROLS), ""),
            normalizers.Replace(WIDE_TILDE, STAND_IN),
            normalizers.NFKC(),
            normalizers.Replace(STAND_IN, WIDE_TILDE),
            normalizers.Replace(Regex(SPACES), " "),
        ]
    )
    # Split first: then the offsets of a word's first token leave out the space before it.
    tokenizer.pre_tokenizer = Sequence([WhitespaceSplit(), Metaspace()])
    tokenizer.decoder = decoders.Metaspace()
    begin, end, pad, unknown = (
        weights.pieces[i][0] for i in (weights.bos, weights.eos, weights.pad, weights.unknown)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, weights.bos), (end, weights.eos)],
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token=begin,
        cls_token=begin,
        eos_token=end,
        sep_token=end,
        pad_token=pad,
        unk_token=unknown,
        model_max_length=weights.sizes.positions,
    )
