"""The templates of the files that the product writes: web pages that need nothing else."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ui.translation import language, translated


@cache
def template(name: str) -> Template:
    """A template of the folder ``templates``."""
    environment = Environment(
        loader=PackageLoader("ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"translated": translated, "language": language}
    return environment.get_template(name)
