"""A tiny cross-encoder that is made and trained by the test that uses it."""

from pathlib import Path

import torch
from tiny_bert import tiny_bert
from transformers import BertForSequenceClassification

STEPS = 100


def make_reranker(folder: Path, words: list[str], wanted: str) -> Path:
    """Write a model to which a passage fits the better the more it says one wanted word."""
    tokenizer, config = tiny_bert(folder, [*words, wanted], labels=1)
    torch.manual_seed(0)
    model = BertForSequenceClassification(config)
    pairs = [
        (words[0], f"{word} {extra}")
        for word in words
        for extra in (*words, *[wanted] * len(words))
    ]
    labels = torch.tensor([[float(text.endswith(wanted))] for _, text in pairs])
    batch = tokenizer(
        [q for q, _ in pairs], [text for _, text in pairs], return_tensors="pt", padding=True
    )
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(STEPS):
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(model(**batch).logits, labels)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
