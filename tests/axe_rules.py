"""WCAG 2.2 AA and the rules of good practice, checked by axe-core in a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe-core objects to, each with the first element concerned."""
    # Gradio fades a part whose content is on its way.
    page.wait_for_function("!document.querySelector('.pending')")
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{each['id']} ({each['impact']}): {each['nodes'][0]['html']}"
        for each in found.response["violations"]
    ]
