"""Search a library of documents and answer from it. Imports nothing else of the product."""

from retrieval.filters import Filters
from retrieval.index import Library
from retrieval.search import LibraryRetriever, search
from retrieval.settings import Settings, load_settings

__all__ = ["Filters", "Library", "LibraryRetriever", "Settings", "load_settings", "search"]
