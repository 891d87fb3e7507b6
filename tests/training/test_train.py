"""The training script, with a network that is a millionth of e5."""

import json
import math
import random
import subprocess
import sys
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
import tiny_weights
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from retrieval.e5_unpack import unpack
from retrieval.embedding import Encoder
from retrieval.span_inputs import body_of
from retrieval.span_network import batch_logits, pair_logits
from retrieval.span_reader import SpanReader, packed
from retrieval.spans import OUTSIDE
from training.batches import Pair, Tokens, Window, batches, hard_negatives, pairs_of, windows_of
from training.card import CARD
from training.evaluate import main as evaluate
from training.examples import Example, held_out, read_squad, swapped
from training.losses import answer_tokens, masked, rank_loss
from training.plan import Hard, Source, epoch_groups
from training.scores import Judged, Scored, figures, intervals, judge
from training.train import main
from training.trainer import CHECKPOINT, Recipe, Trainer

CONTEXT = "WEST held its plasma in 2025. The laboratory is in Cadarache."


def example(
    question: str, answer: str = "", article: str = "WEST", context: str = CONTEXT
) -> Example:
    start = context.index(answer) if answer else 0
    answers = (answer,) if answer else ()
    end = start + len(answer)
    return Example(article, article, question, context, start, end, answers)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model of the kind of e5."""
    folder = tmp_path_factory.mktemp("model")
    return unpack(tiny_weights.packed(), folder / "unpacked").rename(
        folder / "multilingual-e5-small"
    )


def squad_file(path: Path, articles: Sequence[str]) -> Path:
    """Two questions an article, of which one has no answer."""
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": f"{title} began in 2025. {CONTEXT}",
                    "qas": [
                        {
                            "question": f"When did {title} begin?",
                            "answers": [{"text": "2025", "answer_start": len(title) + 10}],
                        },
                        {"question": f"Who leads {title}?", "answers": [], "is_impossible": True},
                    ],
                }
            ],
        }
        for title in articles
    ]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def test_a_file_is_read_with_the_places_of_its_answers(tmp_path: Path) -> None:
    first, second = read_squad(squad_file(tmp_path / "s.json", ["Heat_pumps"]))
    assert first.context[first.start : first.end] == "2025"
    assert first.is_answerable and not second.is_answerable
    assert first.title == "Heat pumps"


def test_a_passage_of_a_dossier_has_a_title_of_its_own(tmp_path: Path) -> None:
    path = squad_file(tmp_path / "s.json", ["Heat pumps"])
    data = json.loads(path.read_text(encoding="utf-8"))
    data["data"][0]["paragraphs"][0]["title"] = "Annual report"
    path.write_text(json.dumps(data), encoding="utf-8")
    first, _ = read_squad(path)
    assert (first.article, first.title) == ("Heat pumps", "Annual report")


def test_whole_articles_are_held_out() -> None:
    examples = [example("?", article=name) for name in "dacbdacb"]
    assert [held_out(examples, fold, 2) for fold in (0, 1)] == [{"a", "c"}, {"b", "d"}]


def test_a_twin_asks_for_another_number_or_name_and_has_no_answer() -> None:
    asked = [example("What did WEST do in 2025?", "plasma"), example("And in 1999?", "plasma")]
    twins = list(swapped(asked[:1] * 5 + asked[1:], 1.0, random.Random(1)))
    assert twins
    for twin in twins:
        assert not twin.is_answerable
        assert twin.question not in {each.question for each in asked}


def test_a_long_passage_is_cut_into_windows_that_lose_nothing(model: Path) -> None:
    context = " ".join(f"word{n}" for n in range(400))
    windows = windows_of(Encoder(str(model)), [("Title", context)])[context]
    assert len(windows) > 1
    assert all(any(f"word{n} " in f"{w.text} " for w in windows) for n in range(400))
    asked = example("Which?", "word399", context=context)
    (pair,) = pairs_of(asked, {context: windows})
    assert pair.window.text[pair.start : pair.end] == "word399"


def test_hard_negatives_are_alike_and_hold_no_answer() -> None:
    windows = {
        text: [Window("", text)]
        for text in (CONTEXT, "WEST held its plasma for long.", "Bread is baked.")
    }
    asked = example("When did WEST hold its plasma?", "2025")
    near = hard_negatives([asked], windows)[asked]
    assert [window.text for window in near][:1] == ["WEST held its plasma for long."]
    assert CONTEXT not in {window.text for window in near}


def test_a_question_without_answer_meets_other_passages_than_its_own() -> None:
    other = "WEST is led by a physicist."
    windows = {text: [Window("", text)] for text in (CONTEXT, other)}
    asked = example("Who leads WEST?")
    assert hard_negatives([asked], windows) == {asked: [Window("", other)]}
    groups = epoch_groups(
        [asked], windows, {asked: [Window("", other)]}, Hard(1.0, strange=0.0), random.Random(2)
    )
    assert [[pair.window.text for pair in group] for group in groups] == [[CONTEXT], [other]]


def test_a_passage_that_answers_elsewhere_in_other_words_is_no_hard_negative() -> None:
    other = "The year of its record is 2,025."
    windows = {text: [Window("", text)] for text in (CONTEXT, other)}
    asked = [
        example("When did WEST hold its plasma?", "2025"),
        example("When did WEST hold its plasma?", "2,025", context=other),
    ]
    assert hard_negatives(asked, windows) == {asked[0]: [], asked[1]: []}


def test_a_question_meets_its_own_passage_together_with_others() -> None:
    windows = {text: [Window("", text)] for text in (CONTEXT, "WEST is big.", "WEST is old.")}
    asked = example("When did WEST hold its plasma?", "2025")
    near = {asked: [Window("", "WEST is big."), Window("", "WEST is old.")]}
    (group,) = epoch_groups([asked], windows, near, Hard(1.0, 2, 0.0), random.Random(2))
    assert [bool(pair.end) for pair in group] == [True, False, False]
    assert len({pair.window for pair in group}) == 3
    alone = epoch_groups([asked], windows, near, Hard(0.0, 2, 0.0), random.Random(2))
    assert [len(group) for group in alone] == [1]


def test_a_question_meets_a_passage_on_another_subject_that_does_not_answer() -> None:
    windows = {text: [Window("", text)] for text in (CONTEXT, "Bread is baked.", "It was 2025.")}
    asked = example("When did WEST hold its plasma?", "2025")
    met = {
        pair.window.text
        for n in range(20)
        for group in epoch_groups([asked], windows, {}, Hard(0.0, 1, 1.0), random.Random(n))
        for pair in group
        if not pair.end
    }
    assert met == {"Bread is baked."}


def test_an_epoch_reads_a_share_of_the_questions() -> None:
    asked = [example(str(n)) for n in range(10)]
    drawn = Source(asked, 2.3).draw(random.Random(1))
    assert len(drawn) == 23
    assert set(drawn) == set(asked)
    assert len(Source(asked, 0.3).draw(random.Random(1))) == 3


def test_a_batch_holds_pairs_of_about_one_length_and_each_pair_comes_once(model: Path) -> None:
    pairs = [Pair("a", Window("", "heat " * (1 + n % 2 * 20))) for n in range(8)]
    tokens = Tokens(Encoder(str(model)))
    tokens.read(pairs)
    found = batches([[pair] for pair in pairs], tokens, 4, random.Random(1))
    assert [len({tokens.length(pair) for pair in batch}) for batch in found] == [1, 1]
    assert sorted(id(pair) for batch in found for pair in batch) == sorted(map(id, pairs))


def test_pairs_of_a_group_come_in_one_batch(model: Path) -> None:
    groups = [[Pair(letter, Window("", "heat " * n)) for n in (1, 5, 9)] for letter in "abcdefgh"]
    tokens = Tokens(Encoder(str(model)))
    tokens.read(pair for group in groups for pair in group)
    found = batches(groups, tokens, 4, random.Random(1))
    assert [len(batch) for batch in found] == [6, 6, 6, 6]
    assert all(len({pair.question for pair in batch}) == 2 for batch in found)


def test_ranking_is_learnt_from_the_passages_that_one_question_meets() -> None:
    inf = float("-inf")
    pairs = [
        Pair("a", Window("", "x"), 0, 1),
        Pair("a", Window("", "y")),
        Pair("b", Window("", "x")),
    ]

    def loss(own: float, other: float) -> float:
        rows = [[0.0, own, inf], [0.0, other, inf], [0.0, 99.0, inf]]
        return float(rank_loss(torch.tensor(rows)[:, :, None].expand(-1, -1, 2), pairs))

    assert loss(3, 3) == pytest.approx(math.log(2))
    assert loss(5, 3) < loss(3, 3) < loss(3, 5)
    alone = rank_loss(torch.zeros(1, 3, 2), pairs[:1])
    assert float(alone) == 0


def test_how_often_the_own_passage_comes_first_is_scored(model: Path, tmp_path: Path) -> None:
    trainer = Trainer(Encoder(str(model)), tmp_path, Recipe())
    texts = ("heat pump", "pump heat pump")
    pairs = [Pair("a", Window("", text), 0, 4) for text in texts]
    trainer.tokens.read(pairs)
    asked = example("a", "heat", context="heat pump")
    embeddings = body_of(trainer.tokens.encoder).embeddings
    shares = set()
    for own, other in (pairs, pairs[::-1]):
        tests = [Scored(asked, (own,), (other,))]
        judged = judge(trainer.network, embeddings, trainer.tokens, tests)
        shares.add(figures(judged)["first"])
    assert shares == {0.0, 1.0}


def test_whether_any_passage_answers_is_scored_by_all_that_a_question_meets(
    model: Path, tmp_path: Path
) -> None:
    trainer = Trainer(Encoder(str(model)), tmp_path, Recipe())
    pairs = [Pair("a", Window("", text)) for text in ("heat", "pump heat pump", "pump")]
    trainer.tokens.read(pairs)
    embeddings = body_of(trainer.tokens.encoder).embeddings
    kinds = (example("a", "heat", context="heat"), example("a"))

    def asked(own: Pair, *beside: Pair) -> float:
        tests = [Scored(each, (own,), (other,)) for each, other in zip(kinds, beside, strict=True)]
        found = figures(judge(trainer.network, embeddings, trainer.tokens, tests))
        assert found["auroc"] == 0.5  # the own passage is the same
        return found["asked"]

    # The one with the larger of both margins decides, where it is not the own passage's.
    assert {asked(*order) for order in permutations(pairs)} == {0.0, 0.5, 1.0}


def test_an_interval_holds_its_figure() -> None:
    judged = [Judged(n % 2 == 0, n % 3 / 2, n % 7 + (n % 2 == 0), n % 5) for n in range(60)]
    found = figures(judged)
    for name, interval in intervals(judged).items():
        assert interval is not None
        assert interval[0] < found[name] < interval[1]


def test_weights_are_scored_on_what_a_fold_held_out(
    model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    network = Trainer(Encoder(str(model)), tmp_path, Recipe()).network
    save_file(packed(network.state_dict()), tmp_path / "weights.safetensors")
    data = squad_file(tmp_path / "s.json", [f"Plant {n}" for n in range(9)])
    command = ["evaluate", str(data), "--weights", str(tmp_path / "weights.safetensors")]
    for options, questions in (([], 18), (["--fold", "0"], 6)):
        monkeypatch.setattr("sys.argv", [*command, *options, "--model", str(model)])
        evaluate()
        report = json.loads(capsys.readouterr().out)
        assert (report["file"], report["questions"]) == ("s.json", questions)
        low, high = report["intervals"]["auroc"]
        assert low <= report["auroc"] <= high


def test_the_tokens_of_an_answer_are_those_that_it_touches() -> None:
    spans = [(-1, -1), (0, 4), (5, 9), (10, 13)]
    pair = Pair("?", Window("", "WEST held its"), 5, 13)
    assert answer_tokens(spans, pair) == [2, 3]
    assert answer_tokens(spans, Pair("?", pair.window)) == []


def test_padding_is_not_read_in_training(model: Path, tmp_path: Path) -> None:
    trainer = Trainer(Encoder(str(model)), tmp_path, Recipe())
    nn.init.normal_(trainer.network.ends.weight)
    short, long = (Pair("a", Window("", text)) for text in ("heat", "heat pump " * 20))
    trainer.tokens.read([short, long])
    inputs = [trainer.tokens.of(pair) for pair in (short, long)]
    embeddings = body_of(trainer.tokens.encoder).embeddings
    network = trainer.network.eval()
    alone, _ = pair_logits(network, embeddings, [inputs[0], inputs[0]])
    beside, _ = pair_logits(network, embeddings, inputs)
    assert torch.allclose(alone, beside, atol=1e-5)


def test_a_run_writes_weights_and_an_interrupted_one_goes_on(
    model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = squad_file(tmp_path / "s.json", [f"Plant {n}" for n in range(30)])
    out = tmp_path / "out"
    drills = squad_file(tmp_path / "drills.json", ["Turbine 1"])
    scored = squad_file(tmp_path / "scored.json", ["Turbine 2", "Turbine 3", "Turbine 4"])
    command = ["train", f"{data}=0.5", "--out", str(out), "--epochs", "2", "--model", str(model)]
    command += ["--drills", str(drills), "--scored", str(scored)]
    dossiers = squad_file(tmp_path / "dossiers.json", ["Boiler 1", "Boiler 2"])
    command += ["--dossiers", f"{dossiers}=1.5", "--recurring"]
    monkeypatch.setattr("training.recurring.FEW", 100)
    monkeypatch.setattr("sys.argv", command)
    main()
    printed = capsys.readouterr().out
    reports = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert [report["epoch"] for report in reports] == [1, 2, 3]
    assert all(report["s questions"] == 20 for report in reports)
    assert all(report["scored questions"] == 6 for report in reports)
    assert all(0 <= report["scored f1"] <= 1 for report in reports)
    first = (out / "reader.safetensors").read_bytes()
    (reading,) = SpanReader(Encoder(str(model)), out / "reader.safetensors").read("?", [("", "a")])
    assert reading.spans[-2:] == ((0, 1), OUTSIDE)
    card = (out / CARD).read_text(encoding="utf-8")
    assert card.count("\n| 1 | ") == card.count("\n| 3 | ") == 1
    assert "s.json, 60 questions; drills.json, 2 questions; dossiers.json, 4 questions" in card
    assert "Held out, and never trained on: 13 articles" in card
    # All steps are in the checkpoint: nothing is left to train, and the weights are the same.
    assert (out / CHECKPOINT).is_file()
    main()
    assert '"epoch"' not in capsys.readouterr().out
    assert (out / "reader.safetensors").read_bytes() == first
    assert (out / CARD).read_text(encoding="utf-8") == card


def test_an_interrupted_run_goes_on_where_it_was_saved(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.trainer.CHECKPOINT_SECONDS", -1.0)
    pairs = [Pair(letter, Window("", "heat pump")) for letter in "abcdefgh"]
    trained: list[str] = []
    monkeypatch.setattr(
        "training.trainer.span_loss", lambda logits, inputs, batch: _noted(trained, batch, logits)
    )

    def run() -> None:
        trainer = Trainer(Encoder(str(model)), tmp_path, Recipe(batch=1))
        trainer.tokens.read(pairs)
        list(trainer.run([[[pair] for pair in pairs]], {}, random.Random(1)))

    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(trained) == 4  # the last of which was not learnt
    run()
    assert len(trained) == 4 + 5
    assert sorted({*trained}) == list("abcdefgh")


def test_a_run_ends_after_the_steps_that_it_is_given(model: Path, tmp_path: Path) -> None:
    pairs = [Pair(letter, Window("", "heat pump")) for letter in "abcdefgh"]
    trainer = Trainer(Encoder(str(model)), tmp_path, Recipe(batch=2, steps=6))
    trainer.tokens.read(pairs)
    epochs = [[[pair] for pair in pairs]] * 3
    reports = list(trainer.run(epochs, {}, random.Random(1)))
    assert [report["epoch"] for report in reports] == [1, 2]
    assert torch.load(tmp_path / CHECKPOINT, weights_only=True)["step"] == 6


def _noted(trained: list[str], batch: Sequence[Pair], logits: torch.Tensor) -> torch.Tensor:
    trained.append(batch[0].question)
    if len(trained) == 4:
        raise KeyboardInterrupt
    return logits[:, 0].sum()


def test_training_can_go_on_from_weights(model: Path, tmp_path: Path) -> None:
    first = Trainer(Encoder(str(model)), tmp_path, Recipe())
    with torch.no_grad():
        first.network.ends.bias.fill_(0.25)
    save_file(packed(first.network.state_dict()), tmp_path / "weights.safetensors")
    recipe = Recipe(start=tmp_path / "weights.safetensors")
    second = Trainer(Encoder(str(model)), tmp_path, recipe)
    assert second.network.ends.bias.tolist() == [0.25, 0.25]


def test_the_mean_of_weights_lies_between_them(model: Path, tmp_path: Path) -> None:
    network = Trainer(Encoder(str(model)), tmp_path, Recipe()).network
    files = [tmp_path / f"{n}.safetensors" for n in range(2)]
    for path, bias in zip(files, (0.25, 0.75), strict=True):
        with torch.no_grad():
            network.ends.bias.fill_(bias)
        save_file(packed(network.state_dict()), path)
    out = tmp_path / "mean.safetensors"
    command = [sys.executable, "-m", "training.average", *map(str, files), "--out", str(out)]
    subprocess.run(command, check=True)
    assert load_file(out)["ends.bias"].tolist() == [0.5, 0.5]


def test_a_taught_network_comes_to_say_what_its_teachers_say(model: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    pairs = [Pair("a", Window("", "heat pump")), Pair("b", Window("", "heat pump pump"), 0, 4)]
    teacher = Trainer(Encoder(str(model)), tmp_path, Recipe()).network
    nn.init.normal_(teacher.ends.weight)
    save_file(packed(teacher.state_dict()), tmp_path / "teacher.safetensors")
    recipe = Recipe(batch=2, rate=0.01, teachers=[tmp_path / "teacher.safetensors"])
    student = Trainer(Encoder(str(model)), tmp_path, recipe)
    student.tokens.read(pairs)
    inputs = [student.tokens.of(pair) for pair in pairs]
    embeddings = body_of(student.tokens.encoder).embeddings

    def apart() -> float:
        with torch.no_grad():
            said, taught = (
                masked(batch_logits(network.eval(), embeddings, inputs), inputs).softmax(1)
                for network in (student.network, teacher)
            )
        return float((said - taught).abs().sum())

    before = apart()
    list(student.run([[[pair] for pair in pairs]] * 60, {}, random.Random(1)))
    assert apart() < before / 2
