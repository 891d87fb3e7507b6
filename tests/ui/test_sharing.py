"""Every command of docs/sharing.md runs, in the order in which it stands there."""

import re
import shlex
from pathlib import Path

from commands import ROOT, Commands

SHARING = (ROOT / "docs" / "sharing.md").read_text(encoding="utf-8")
PASSWORD = "correct horse battery"
ASKS_FOR_A_PASSWORD = ("add", "password")


def sharing_commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", SHARING, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    return [shlex.split(line, comments=True) for line in lines]


def test_the_commands_of_the_documentation_run(energychat: Commands, tmp_path: Path) -> None:
    library = ("--library", tmp_path)
    served = 0
    for program, *arguments in sharing_commands():
        assert program == "energychat"
        if arguments[0] == "chat":
            server = energychat.serve(tmp_path, *arguments[1:])
            energychat.stop(server)
            served += 1
            continue
        # There is no terminal here to type a password.
        stdin = ["--password-stdin"] if arguments[1] in ASKS_FOR_A_PASSWORD else []
        done = energychat(*arguments, *stdin, *library, stdin=PASSWORD)
        assert done.code == 0, f"{arguments}: {done.err}"
    assert served == 2
    listed = energychat("user", "list", *library, "--json").json()
    assert [(user["name"], user["role"]) for user in listed["users"]] == [("maria", "librarian")]
    assert listed["tokens"] == []


def test_the_settings_of_the_documentation_are_known(energychat: Commands, tmp_path: Path) -> None:
    given = dict(re.findall(r"`(ENERGYCHAT_\w+)=(\S+?)`", SHARING))
    assert len(given) == 3
    done = energychat("user", "list", "--library", tmp_path, environment=given)
    assert done.code == 0, done.err
