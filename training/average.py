"""Average the weights of several readers that began alike (Wortsman et al. 2022).

Run from the repository's root: `python -m training.average FILE … --out FILE`.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from retrieval.span_reader import packed, unpacked


def main() -> None:
    """Read all weights, and write their mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    read = [unpacked(load_file(path)) for path in arguments.files]
    mean = {name: torch.stack([each[name] for each in read]).mean(dim=0) for name in read[0]}
    save_file(packed(mean), arguments.out)


if __name__ == "__main__":
    main()
