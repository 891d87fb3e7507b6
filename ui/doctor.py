"""What is installed, what the library holds, what is wrong and how to mend it."""

import platform
from dataclasses import dataclass
from importlib.metadata import version

from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.errors import EncoderError, EnergyChatError, LanguageModelError, SettingsError
from retrieval.index import Library
from retrieval.models import language_model
from retrieval.settings import Settings

PACKAGES = ("energychat", "chromadb", "gradio", "langchain-core", "sentence-transformers", "torch")

LANGUAGE_MODEL_SECONDS = 10


@dataclass(frozen=True)
class Diagnosis:
    """Facts by name, and a sentence with the remedy for each problem; no problem, healthy."""

    versions: dict[str, str]
    encoder: dict[str, str]
    language_model: dict[str, str]
    library: dict[str, str]
    problems: list[str]


def diagnose(settings: Settings) -> Diagnosis:
    """Look at everything, going on after each problem."""
    versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    about: dict[str, str] = {"folder": str(settings.library.resolve())}
    model, problems = _language_model(settings)
    try:
        library = Library(settings)
    except EnergyChatError as error:
        return Diagnosis(versions, {}, model, about, [*problems, str(error)])
    encoder, unloaded = _encoder_facts(library)
    problems += unloaded
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
        if not folder.exists()
    ]
    problems += [
        f"{path} could not be read: {error}"
        for root in library.catalogue.roots()
        for path, (_, error) in library.catalogue.failures(root).items()
    ]
    library.close()
    return Diagnosis(versions, encoder, model, about, problems)


def _language_model(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """Which model is configured and whether it answers, and the problem if it does not."""
    if not settings.llm:
        return {"language model": "none; answers are quotes"}, []
    try:
        model = language_model(settings)
    except SettingsError as error:
        return {"language model": settings.llm, "answers": "no"}, [str(error)]
    try:
        model.probe(LANGUAGE_MODEL_SECONDS)
    except LanguageModelError as error:
        return {"language model": model.name, "answers": "no"}, [
            f"The language model {model.name} does not answer: {error}. Start its server, or "
            "check ENERGYCHAT_LLM and ENERGYCHAT_LLM_BASE_URL. Until then answers are quotes."
        ]
    return {"language model": model.name, "answers": "yes"}, []


def _encoder_facts(library: Library) -> tuple[dict[str, str], list[str]]:
    """What reads the texts, and the problem of each part that cannot be loaded."""
    facts: dict[str, str] = {}
    problems: list[str] = []
    for part in (_embedding, _reranker, _reader):
        try:
            facts |= part(library)
        except EncoderError as error:
            # The shipped reader needs the encoder, and fails with the same words.
            if str(error) not in problems:
                problems.append(str(error))
    return facts, problems


def _embedding(library: Library) -> dict[str, str]:
    loaded = library.encoder
    return {
        "model": loaded.name,
        "weights": _weights(loaded),
        "folder": loaded.folder or "in the cache of the hub",
        "dimension": str(loaded.dimension),
        "precision": loaded.dtype,
    }


def _reranker(library: Library) -> dict[str, str]:
    return {"reranker": library.reranker.name if library.reranker else "none"}


def _reader(library: Library) -> dict[str, str]:
    reader = library.extractive_reader
    return {"reader": reader.name if reader else "none: the encoder and rules find answers"}


def _weights(encoder: Encoder) -> str:
    if encoder.name == E5_MODEL:
        return "as shipped, unpacked into the cache (digests checked)"
    return "as shipped (digest checked)" if encoder.is_embedded else "own"


def _library_facts(library: Library) -> dict[str, str]:
    catalogue = library.catalogue
    return {
        "roots": ", ".join(str(folder) for folder in catalogue.roots().values()),
        "documents": str(len(catalogue.documents())),
        "chunks": str(catalogue.count_chunks()),
        "vectors": str(len(library.vectors)),
        "generation": str(catalogue.generation),
    }
