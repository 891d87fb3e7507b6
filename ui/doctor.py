"""What is installed, what the library holds, what is wrong and how to mend it."""

import platform
from dataclasses import dataclass
from importlib.metadata import version

from retrieval.errors import EncoderError, EnergyChatError
from retrieval.index import Library
from retrieval.settings import Settings

PACKAGES = ("energychat", "chromadb", "gradio", "langchain-core", "sentence-transformers", "torch")


@dataclass(frozen=True)
class Diagnosis:
    """Facts by name, and a sentence with the remedy for each problem; no problem, healthy."""

    versions: dict[str, str]
    encoder: dict[str, str]
    library: dict[str, str]
    problems: list[str]


def diagnose(settings: Settings) -> Diagnosis:
    """Look at everything, going on after each problem."""
    versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    encoder: dict[str, str] = {}
    about: dict[str, str] = {"folder": str(settings.library.resolve())}
    problems: list[str] = []
    try:
        library = Library(settings)
    except EnergyChatError as error:
        return Diagnosis(versions, encoder, about, [str(error)])
    try:
        loaded = library.encoder
        encoder = {
            "model": loaded.name,
            "weights": "as shipped (digest checked)" if not settings.embedding_model else "own",
            "dimension": str(loaded.dimension),
            "precision": loaded.dtype,
        }
    except EncoderError as error:
        problems.append(str(error))
    about |= _library_facts(library)
    if about["chunks"] == "0":
        problems.append("The library holds no documents. Add some: `energychat ingest FOLDER`.")
    elif about["chunks"] != about["vectors"]:
        problems.append(
            f"{about['chunks']} chunks but {about['vectors']} vectors: an ingest was cut off. "
            "`energychat ingest` mends it."
        )
    problems += [
        f"The ingested folder {folder} is gone. Put it back, or remove its documents with "
        "`energychat remove DOCUMENT`."
        for folder in library.catalogue.roots().values()
        if not folder.is_dir()
    ]
    problems += [
        f"{path} could not be read: {error}"
        for root in library.catalogue.roots()
        for path, (_, error) in library.catalogue.failures(root).items()
    ]
    library.close()
    return Diagnosis(versions, encoder, about, problems)


def _library_facts(library: Library) -> dict[str, str]:
    catalogue = library.catalogue
    return {
        "roots": ", ".join(str(folder) for folder in catalogue.roots().values()),
        "documents": str(len(catalogue.documents())),
        "chunks": str(catalogue.count_chunks()),
        "vectors": str(len(library.vectors)),
        "generation": str(catalogue.generation),
    }
