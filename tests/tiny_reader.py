"""A tiny question-answering model that is made and trained by the test that uses it."""

import random
from pathlib import Path

import torch
from transformers import BertConfig, BertForQuestionAnswering, BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
STEPS = 150
TEXTS = 100
LENGTH = 7  # words


def make_reader(folder: Path, words: list[str], wanted: str) -> Path:
    """Write a model that takes one wanted word for the answer to whatever is asked."""
    folder.mkdir()
    vocabulary = [*SPECIAL, *words, wanted]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"))
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        hidden_dropout_prob=0,
        attention_probs_dropout_prob=0,
    )
    torch.manual_seed(0)
    model = BertForQuestionAnswering(config)
    chance = random.Random(0)
    texts = [" ".join(chance.choices(words, k=LENGTH - n % 4)) for n in range(TEXTS)]
    texts += [text.replace(text.split()[n % 4], wanted, 1) for n, text in enumerate(texts)]
    batch = tokenizer([words[0]] * len(texts), texts, return_tensors="pt", padding=True)
    is_wanted = batch["input_ids"] == vocabulary.index(wanted)
    places = is_wanted.int().argmax(dim=1)  # 0, the start mark, where the word is not there
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = model(**batch, start_positions=places, end_positions=places).loss
        loss.backward()
        optimiser.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
