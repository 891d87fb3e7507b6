"""A tiny question-answering model that is made and trained by the test that uses it."""

import random
from pathlib import Path

import torch
from tiny_bert import tiny_bert
from transformers import BertForQuestionAnswering

STEPS = 150
TEXTS = 100
LENGTH = 7  # words


def make_reader(folder: Path, words: list[str], wanted: str) -> Path:
    """Write a model that takes one wanted word for the answer to whatever is asked."""
    tokenizer, config = tiny_bert(folder, [*words, wanted])
    torch.manual_seed(0)
    model = BertForQuestionAnswering(config)
    chance = random.Random(0)
    texts = [" ".join(chance.choices(words, k=LENGTH - n % 4)) for n in range(TEXTS)]
    texts += [text.replace(text.split()[n % 4], wanted, 1) for n, text in enumerate(texts)]
    batch = tokenizer([words[0]] * len(texts), texts, return_tensors="pt", padding=True)
    is_wanted = batch["input_ids"] == tokenizer.convert_tokens_to_ids(wanted)
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
