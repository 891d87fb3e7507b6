"""Every command of the README runs, in the order in which it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, Commands

README = (ROOT / "README.md").read_text(encoding="utf-8")


def readme_commands() -> list[list[str]]:
    """The lines of all shell blocks, comments cut off."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    return [shlex.split(line, comments=True) for line in lines]


@pytest.fixture
def environment(copied_library: Path) -> dict[str, str]:
    """A library of its own, filled as the README's reader has it after `make chat`."""
    return {"ENERGYCHAT_LIBRARY": str(copied_library)}


def test_every_subcommand_line_of_the_readme_exits_0(
    energychat: Commands, environment: dict[str, str]
) -> None:
    for command in readme_commands():
        if command[0] == "energychat" and command[1] != "chat":
            done = energychat(*command[1:], environment=environment)
            assert done.code == 0, f"{command}: {done.err}"


def test_the_chat_command_of_the_readme_prints_its_address(environment: dict[str, str]) -> None:
    command = next(c for c in readme_commands() if c[:2] == ["energychat", "chat"])
    script = Path(sys.executable).with_name("energychat")
    own = os.environ | environment
    with subprocess.Popen(
        [str(script), *command[1:]], cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline()
        server.terminate()
    assert "http://127.0.0.1:7861" in address


def test_the_make_commands_of_the_readme_are_run_by_ci() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for command in readme_commands():
        if command[0] == "make":
            assert " ".join(command) in ci


def test_the_readme_has_no_command_of_another_kind() -> None:
    assert {command[0] for command in readme_commands()} == {"make", "energychat"}
