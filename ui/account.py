"""Who is signed in, at the head of the page, with the way out."""

from html import escape

from retrieval.users import User
from ui.translation import translated

# In another tab, so that nothing that was written in the page is lost.
SESSION_ENDED = (
    'Your session has ended. <a href="sign-in" target="_blank" rel="noopener">Sign in again</a> '
    "in a new tab, then go on here."
)


def account_html(user: User) -> str:
    """The user's name and role and a button to sign out; nothing where nobody has to sign in."""
    if not user.name:
        return ""
    # Relative, for the page may lie below a path of a proxy.
    return (
        f'<form id="account" method="post" action="sign-out"><span>{escape(user.name)}'
        f" ({escape(translated(user.role))})</span> "
        f"<button>{translated('Sign out')}</button></form>"
    )
