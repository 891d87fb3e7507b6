"""The page's words in Korean and French."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import pytest

import evaluation
import ingest
import ui
from evaluation.records import VERDICTS
from evaluation.report import MEANING
from retrieval.topics import TOPICS
from ui.translation import MESSAGES, TRANSLATIONS, preferred, retold, translated

UI, REPORT = Path(ui.__file__).parent, Path(evaluation.__file__).parent
MODULES = [*sorted(UI.glob("*.py")), REPORT / "report.py"]
TEMPLATES = [*sorted(UI.glob("templates/*.html")), *REPORT.glob("templates/*.html")]
TAKES_TEXT = {"label", "say", "status_html", "status_label", "translated"}
IN_TEMPLATE = re.compile(r'\b(?:say|translated)\("([^"]*)"')
NAMED = {*TOPICS, *MEANING.values(), *VERDICTS}  # texts that are translated by a name


# What the page does not do: fetch pages, watch folders and rebuild.
IN_COMMANDS = {"rebuild", "watch", "web"}
READING = sorted(
    path
    for path in Path(ingest.__file__).parent.glob("*.py")
    if path.stem.split("_")[0] not in IN_COMMANDS
)


def sentences_of(module: Path) -> Iterator[str]:
    """The sentences that a module says to people, with a number in each place."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    blocks = [
        n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)
    ]
    parts = {part for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in n.values}
    about = {ast.get_docstring(block, clean=False) for block in blocks}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in parts:
            text = str(node.value)
        elif isinstance(node, ast.JoinedStr):
            text = "".join(
                str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values
            )
        else:
            continue
        if text not in about and text.endswith(".") and len(text.split()) > 3:
            yield text


def texts_of(module: Path) -> Iterator[str]:
    """The texts that a module translates, as far as they stand in it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    constants = dict(constants_of(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TAKES_TEXT:
            yield from literals(node.args[0], constants)


def constants_of(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [name.id for name in node.targets[0].elts if isinstance(name, ast.Name)]
            assert isinstance(node.value, ast.Tuple)
            yield from zip(names, node.value.elts, strict=True)


def literals(node: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, constants)
        yield from literals(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield from literals(constants[node.id], constants)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_each_text_of_the_page_is_translated(language: str) -> None:
    used = {text for module in MODULES for text in texts_of(module)}
    assert len(used) > 100  # they are found at all
    for template in TEMPLATES:
        used.update(IN_TEMPLATE.findall(template.read_text(encoding="utf-8")))
    assert (used | NAMED) - set(TRANSLATIONS[language]) == set()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_is_translated_that_the_page_has_not(language: str) -> None:
    sources = [path.read_text(encoding="utf-8") for path in [*MODULES, *TEMPLATES]]
    stand = {
        str(node.value)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    unused = [
        text
        for text in set(TRANSLATIONS[language]) - stand - NAMED
        if not any(text in source for source in sources)
    ]
    assert unused == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_have_the_places_of_the_english_text(language: str) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    texts = [*TRANSLATIONS[language].items(), *MESSAGES[language].items()]
    assert [text for text, said in texts if places(text) != places(said)] == []
    assert [text for text, said in texts if not said.strip()] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_what_is_said_of_a_file_is_retold(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {sentence for module in READING for sentence in sentences_of(module)}
    assert len(said) > 40  # they are found at all
    monkeypatch.setattr("ui.translation.language", lambda: language)
    assert [sentence for sentence in said if retold(sentence) == sentence] == []


@pytest.mark.parametrize(
    ("message", "retelling"),
    [
        (
            "a/b.pdf: no text in pages 3 to 9, 12; install tesseract to read them.",
            "a/b.pdf: pas de texte (pages 3–9, 12) ; installez tesseract pour les lire.",
        ),
        (
            "The file is named .txt but is a PNG image, which is not read. "
            "Give it its right name, or take it out of the folder.",
            "Le fichier est nommé .txt mais c’est une image PNG, ce qui n’est pas lu. "
            "Donnez-lui son vrai nom, ou retirez-le du dossier.",
        ),
        ("Line 4 is not UTF-8.", "Ligne 4 : elle n’est pas en UTF-8."),
        (
            "The library has no publisher 'KIR'. Closest: KIER.",
            "La bibliothèque n’a pas : éditeur 'KIR'. Le plus proche : KIER.",
        ),
        ("12 GW is not in the source", "12 GW n’est pas dans la source"),
        ("page {braces} of nothing known", "page {braces} of nothing known"),
    ],
)
def test_a_message_is_retold_with_what_it_names(
    message: str, retelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert retold(message) == message
    monkeypatch.setattr("ui.translation.language", lambda: "fr")
    assert retold(message) == retelling


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("fr-CA, fr;q=0.9", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de-DE,de;q=0.9,fr;q=0.5,en;q=0.3", "fr"),
        ("fr;q=0.2, ko;q=0.7", "ko"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("fr;q=often, ko;q=0.1", "ko"),
    ],
)
def test_the_first_language_that_a_browser_asks_for_and_the_page_has(
    accepted: str, language: str
) -> None:
    assert preferred(accepted) == language


def test_without_a_browser_the_words_are_english() -> None:
    assert translated("{count} documents in the library.", count=3) == (
        "3 documents in the library."
    )
