"""Fetched pages are kept as files that an ingest reads like any other."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_site import Site

from ingest import sync
from ingest.folder import list_folder
from ingest.parse import MEGABYTE
from ingest.web import FetchedPage, fetch
from ingest.web_address import web_address
from ingest.web_page import name_of, store, web_folder
from retrieval import Library
from retrieval.errors import PageNotFetched

PUMP = """<!doctype html><html lang="en"><head><title>The pump of Ely</title></head><body><article>
<h1>The pump of Ely</h1><p>The pump of Ely, which was built by the water board of the town, costs
5,200 pounds a year.</p></article></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pages are kept; it is not there yet."""
    return web_folder(tmp_path / "library")


def page(url: str, content: str = PUMP, suffix: str = ".html") -> FetchedPage:
    return FetchedPage(url, "", suffix, content.encode())


def manifest(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def fetch_and_sync(library: Library, folder: Path, url: str) -> tuple[list[str], list[str], int]:
    """Documents that were added and updated, and how many stayed."""
    fetched = fetch(url, timeout_seconds=20, most_bytes=MEGABYTE, allow_private=True)
    store(fetched, folder)
    report = sync(library, folder)
    assert (report.failed, report.warnings, report.skipped) == ([], [], [])
    return report.added, report.updated, report.unchanged


# --- from the site to the library ---------------------------------------------------------


def test_a_page_becomes_a_document_with_title_address_and_text(
    library: Library, folder: Path, site: Site
) -> None:
    url = site.page("/pump?id=3", PUMP)
    (document,), _, _ = fetch_and_sync(library, folder, url)
    source = library.catalogue.source(document)
    assert (source.title, source.url, source.language) == ("The pump of Ely", url, "en")
    (text,) = library.catalogue.pages(document)
    assert "costs 5,200 pounds a year." in text.text


def test_a_page_fetched_again_is_unchanged_or_updated(
    library: Library, folder: Path, site: Site
) -> None:
    url = site.page("/pump", PUMP)
    added, _, _ = fetch_and_sync(library, folder, url)
    assert fetch_and_sync(library, folder, url) == ([], [], 1)
    site.page("/pump", PUMP.replace("5,200", "6,000"))
    assert fetch_and_sync(library, folder, url) == ([], added, 0)
    (text,) = library.catalogue.pages(added[0])
    assert "6,000 pounds" in text.text


def test_a_korean_page_whose_encoding_the_header_alone_states_is_read(
    library: Library, folder: Path, site: Site
) -> None:
    text = "한국에너지기술연구원은 2025년에 전남 나주에 새 실증 단지를 열었다고 밝혔다."
    korean = f"<html><head><title>에너지</title></head><body><p>{text}</p></body></html>"
    url = site.page("/news", korean.encode("euc-kr"), "text/html; charset=EUC-KR")
    (document,), _, _ = fetch_and_sync(library, folder, url)
    (read,) = library.catalogue.pages(document)
    assert text in read.text
    assert library.catalogue.source(document).title == "에너지"


# --- files and the manifest ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "suffix", "name"),
    [
        ("https://www.iea.org/", ".html", "www.iea.org/index.html"),
        ("https://www.iea.org/reports/heat-pumps", ".html", "www.iea.org/reports_heat-pumps.html"),
        ("https://www.iea.org/r/outlook.pdf", ".pdf", "www.iea.org/r_outlook.pdf"),
        ("https://www.iea.org/r/outlook.html", ".html", "www.iea.org/r_outlook-7989a147.html"),
        ("https://한국.kr/뉴스?id=3", ".html", "xn--3e0b707e.kr/뉴스-e41b0f48.html"),
    ],
)
def test_a_name_is_made_of_host_and_path_and_where_they_say_less_of_a_digest(
    url: str, suffix: str, name: str
) -> None:
    assert name_of(page(url, suffix=suffix)) == name


def test_the_address_and_the_day_stand_in_the_manifest(folder: Path) -> None:
    name = store(page("https://www.iea.org/a"), folder, date(2025, 3, 9))
    assert manifest(folder) == [
        {"path": name, "url": "https://www.iea.org/a", "retrieved": "2025-03-09"}
    ]


def test_a_page_stored_again_has_one_entry_and_the_others_stay(folder: Path) -> None:
    for day in (1, 2):
        for path in ("a", "b"):
            store(page(f"https://www.iea.org/{path}", f"{path}{day}"), folder, date(2025, 3, day))
    assert [(row["path"], row["retrieved"]) for row in manifest(folder)] == [
        ("www.iea.org/a.html", "2025-03-02"),
        ("www.iea.org/b.html", "2025-03-02"),
    ]
    assert (folder / "www.iea.org/a.html").read_text() == "a2"


def test_pages_stored_at_once_all_have_their_entries(folder: Path) -> None:
    pages = [page(f"https://www.iea.org/{number}") for number in range(20)]
    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(lambda each: store(each, folder), pages))
    assert sorted(row["path"] for row in manifest(folder)) == sorted(names)
    assert list(list_folder(folder).files) == sorted(names)


def test_what_a_hand_wrote_into_the_manifest_stays(folder: Path) -> None:
    folder.mkdir(parents=True)
    own = b'{"path": "mine.md", "title": "caf\xe9"}\nno JSON\n["path"]\n'
    (folder / "manifest.jsonl").write_bytes(own)
    store(page("https://www.iea.org/a"), folder)
    assert (folder / "manifest.jsonl").read_bytes().startswith(own + b'{"path": "www.iea.org/a')


def test_a_page_that_comes_in_another_format_replaces_the_earlier_file(folder: Path) -> None:
    store(page("https://www.iea.org/report"), folder)
    store(page("https://www.iea.org/other"), folder)
    name = store(page("https://www.iea.org/report", "%PDF-1.7", ".pdf"), folder)
    assert list(list_folder(folder).files) == sorted(["www.iea.org/other.html", name])
    assert {row["path"] for row in manifest(folder)} == {"www.iea.org/other.html", name}


@pytest.mark.parametrize("path", ["../../mine.md", "/{outside}/mine.md", "a/../../../mine.md"])
def test_a_manifest_that_names_a_file_outside_deletes_none(folder: Path, path: str) -> None:
    folder.mkdir(parents=True)
    mine = folder.parents[1] / "mine.md"
    mine.write_text("mine")
    path = path.replace("/{outside}", str(folder.parents[1]))
    url = "https://www.iea.org/a"
    (folder / "manifest.jsonl").write_text(json.dumps({"path": path, "url": url}))
    store(page(url), folder)
    assert mine.read_text() == "mine"


def test_a_page_leaves_no_other_files_that_are_seen(folder: Path) -> None:
    store(page("https://www.iea.org/a"), folder)
    seen = [path.name for path in folder.rglob("*") if not path.name.startswith(".")]
    assert sorted(seen) == ["a.html", "manifest.jsonl", "www.iea.org"]


def test_a_folder_that_cannot_be_written_to_is_named(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file in its place")
    with pytest.raises(PageNotFetched, match=r"cannot be kept in .*web: .*check its permissions"):
        store(page("https://www.iea.org/a"), folder)


# --- names of whatever address ------------------------------------------------------------

paths = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text("ab_-./%2eA?")
suffixes = st.sampled_from([".html", ".pdf", ".txt"])


@given(paths, suffixes)
def test_a_name_stays_in_the_folder_and_can_be_written(path: str, suffix: str) -> None:
    name = name_of(page(f"https://www.iea.org/{path}", suffix=suffix))
    host, file = name.split("/")
    assert host == "www.iea.org"
    assert len(file.encode()) <= 255
    assert not file.startswith(".")
    assert file.endswith(suffix)
    assert not set(file) & set('\x00\n\r\\:*?"<>|%')


@given(st.from_regex(r"[a-z0-9_.\-\[\]]{1,60}(:[1-9][0-9]{0,3})?", fullmatch=True))
def test_the_folder_of_any_host_is_a_plain_name(host: str) -> None:
    try:
        name = name_of(page(f"https://{host}/a"))
    except PageNotFetched:
        return
    assert name.endswith("/a.html")
    assert not name.startswith((".", "/", "-"))
    assert ":" not in name


@given(paths, paths)
def test_two_addresses_never_share_a_file(one: str, other: str) -> None:
    first, second = (page(f"https://www.iea.org/{path}") for path in (one, other))
    same_target = fetchable(first) == fetchable(second)
    assert (name_of(first) == name_of(second)) is same_target


def fetchable(fetched: FetchedPage) -> str:
    return web_address(fetched.url).target
