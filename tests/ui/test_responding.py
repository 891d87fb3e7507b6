"""What is kept of a conversation, over a real library, whoever asks and whatever happens."""

from itertools import islice
from pathlib import Path

import gradio as gr
import pytest

from ingest import sync
from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.records import Exchange
from ui.chat_interface import Chat
from ui.conversation import Kept
from ui.keeper import Keeper, Opened
from ui.responding import History, Responder, unanswered_html

HIGH, DEEP = "How high is the Snibblewater dam?", "How deep is the Wimblewater lake?"
ANN, BEN = gr.Request(username="ann"), gr.Request(username="ben")


@pytest.fixture
def keeper(library: Library, tmp_path: Path) -> Keeper:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("The Snibblewater dam is 80 metres high.")
    sync(library, tmp_path / "papers")
    return Keeper(library)


@pytest.fixture
def responder(library: Library, keeper: Keeper) -> Responder:
    return Responder(Assistant(library), keeper)


def said(role: str, content: str) -> dict[str, object]:
    return {"role": role, "content": content}


def ask(
    responder: Responder, question: str, history: History, kept: Kept, opened: Opened,
    request: gr.Request = ANN, yields: int = 99,
) -> Kept:  # fmt: skip
    """Ask as the page does, and leave after so many yields; the answers kept by then."""
    answering = responder.respond(
        question, history, None, None, None, None, None, False, "", kept, opened, request
    )
    *_, (*_, kept, _) = islice(answering, yields)
    answering.close()  # type: ignore[attr-defined]
    return kept


def stored(keeper: Keeper, user: str, opened: Opened) -> list[tuple[str, bool]]:
    return [(e.question, e.answer is not None) for e in keeper.open(user, opened.id)[1]]


def test_an_answer_is_kept_with_its_question(responder: Responder, keeper: Keeper) -> None:
    opened = Opened()
    kept = ask(responder, HIGH, [], {}, opened)
    ask(responder, DEEP, [said("user", HIGH), said("assistant", "…")], kept, opened)
    assert stored(keeper, "ann", opened) == [(HIGH, True), (DEEP, True)]
    assert len(keeper.listed("ann", "")[0]) == 1


def test_who_leaves_before_the_answer_finds_the_question(
    responder: Responder, keeper: Keeper
) -> None:
    opened = Opened()
    ask(responder, HIGH, [], {}, opened, yields=1)
    assert stored(keeper, "ann", opened) == [(HIGH, False)]


def test_an_answer_that_is_asked_for_anew_takes_the_old_one_away(
    responder: Responder, keeper: Keeper
) -> None:
    opened = Opened()
    kept = ask(responder, HIGH, [], {}, opened)
    ask(responder, HIGH, [], kept, opened, yields=1)
    assert stored(keeper, "ann", opened) == [(HIGH, False)]


def test_a_stopped_answer_leaves_the_page_and_the_store(
    responder: Responder, keeper: Keeper
) -> None:
    opened = Opened()
    kept = ask(responder, HIGH, [], {}, opened)
    history = [said("user", HIGH), said("assistant", "80 metres"), said("user", DEEP)]
    kept = ask(responder, DEEP, history[:2], kept, opened, yields=2)
    assert len(kept) == 2
    history, *_, kept, _ = responder.stop([*history, said("assistant", "…")], kept, opened, ANN)
    assert [turn["content"] for turn in history[2:]] == [DEEP, unanswered_html()]
    assert list(kept) == [0]
    assert stored(keeper, "ann", opened) == [(HIGH, True), (DEEP, False)]


def test_an_empty_question_is_not_kept(responder: Responder, keeper: Keeper) -> None:
    opened = Opened()
    ask(responder, "  ", [], {}, opened)
    assert (opened.id, keeper.listed("ann", "")) == ("", ([], ""))
    kept = ask(responder, HIGH, [said("user", "  "), said("assistant", "Empty.")], {}, opened)
    ask(responder, DEEP, [said("user", "  "), said("user", HIGH)], kept, opened)
    assert stored(keeper, "ann", opened) == [(HIGH, True), (DEEP, True)]


def test_each_user_has_conversations_of_their_own(responder: Responder, keeper: Keeper) -> None:
    anns, bens = Opened(), Opened()
    ask(responder, HIGH, [], {}, anns, ANN)
    ask(responder, DEEP, [], {}, bens, BEN)
    assert [each.title for each in keeper.listed("ann", "")[0]] == [HIGH]
    assert [each.title for each in keeper.listed("ben", "")[0]] == [DEEP]
    opened, exchanges = keeper.open("ben", anns.id)
    assert (opened.id, exchanges) == ("", [])
    assert "is not yours. This is a new one." in opened.problem
    assert "is not yours" in keeper.rename("ben", anns.id, "Mine")
    keeper.remove("ben", anns.id)
    assert stored(keeper, "ann", anns) == [(HIGH, True)]


def test_a_question_is_answered_though_it_cannot_be_kept(
    library: Library, responder: Responder
) -> None:
    library.state.close()
    opened = Opened()
    kept = ask(responder, HIGH, [], {}, opened)
    assert "80 metres" in kept[0].text
    assert opened.problem.startswith("This conversation is not kept. ")


def test_an_old_answer_is_shown_though_its_library_was_deleted(
    keeper: Keeper, responder: Responder, library: Library
) -> None:
    kept = ask(responder, HIGH, [], {}, Opened())
    library.catalogue.close()
    exchange = Exchange(HIGH, kept[0], "2026-01-02T03:04:05+00:00")
    assert keeper.seen_now(exchange) == kept[0]


@pytest.mark.parametrize(
    ("roles", "left", "taken"),
    [("ua", 0, "0"), ("uaua", 2, "2"), ("uuua", 2, "2"), ("uau", 2, "2"), ("", 0, "")],
)
def test_the_last_question_alone_is_taken_back(roles: str, left: int, taken: str) -> None:
    names = {"u": "user", "a": "assistant"}
    history = [
        {"role": names[role], "content": [{"type": "text", "text": str(place)}]}
        for place, role in enumerate(roles)
    ]
    with gr.Blocks():
        chat = Chat(lambda message, history: message)
    before, question = chat._pop_last_user_message(history)  # type: ignore[arg-type]
    assert (before, question) == (history[:left], taken)
