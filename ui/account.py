"""Who is signed in, at the head of the page, with the way out."""

from html import escape

from retrieval.users import User


def account_html(user: User) -> str:
    """The user's name and role and a button to sign out; nothing where nobody has to sign in."""
    if not user.name:
        return ""
    # Relative, for the page may lie below a path of a proxy.
    return (
        f'<form id="account" method="post" action="sign-out"><span>{escape(user.name)}'
        f" ({escape(user.role)})</span> <button>Sign out</button></form>"
    )
