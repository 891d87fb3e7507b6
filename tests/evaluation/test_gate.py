"""Floors: what is below one, how they rise, and that they do not fall unasked."""

import json
from pathlib import Path

import pytest
from judged_answers import result

from evaluation import EvaluationError
from evaluation.gate import breaches, first_floors, moved, read_floors, write_floors
from evaluation.summary import METRICS, summarise

# hit@1 0.5, token F1 0.8, contains undefined
REPORT = summarise(
    [
        result("a", retrieval__hit_at_1=1, answers__token_f1=0.9),
        result("b", kind="table", retrieval__hit_at_1=0, answers__token_f1=0.7),
    ]
)


def test_a_metric_below_its_floor_is_a_breach() -> None:
    (breach,) = breaches(REPORT, {"retrieval.hit@1": 0.51, "answers.token_f1": 0.8})
    assert str(breach) == "retrieval.hit@1 is 0.5000, below its floor 0.5100."


def test_a_metric_on_its_floor_is_none() -> None:
    assert breaches(REPORT, {"retrieval.hit@1": 0.5}) == []


def test_an_undefined_metric_is_below_its_floor() -> None:
    (breach,) = breaches(REPORT, {"answers.contains": 0.0})
    assert breach.value is None


def test_a_kind_has_floors_of_its_own() -> None:
    (breach,) = breaches(REPORT, {"by_kind.table.retrieval.hit@1": 0.1})
    assert breach.value == 0


def test_a_floor_of_a_kind_that_the_set_lacks_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="no such question"):
        breaches(REPORT, {"by_kind.acronym.retrieval.hit@1": 0.1})


def test_floors_rise_to_just_below_what_was_measured() -> None:
    floors = {"retrieval.hit@1": 0.2, "answers.token_f1": 0.795}
    assert moved(REPORT, floors, up=True, down=False) == {
        "retrieval.hit@1": 0.48,
        "answers.token_f1": 0.795,  # above 0.78, which the margin would give
    }


def test_a_floor_falls_only_where_it_is_allowed() -> None:
    floors = {"retrieval.hit@1": 0.9, "answers.token_f1": 0.5}
    assert moved(REPORT, floors, up=True, down=False)["retrieval.hit@1"] == 0.9
    assert moved(REPORT, floors, up=False, down=True) == {
        "retrieval.hit@1": 0.48,
        "answers.token_f1": 0.5,
    }


def test_the_floor_of_an_undefined_metric_goes_only_where_it_is_allowed() -> None:
    assert moved(REPORT, {"answers.contains": 0.1}, up=True, down=False) == {
        "answers.contains": 0.1
    }
    assert moved(REPORT, {"answers.contains": 0.1}, up=False, down=True) == {}


def test_first_floors_are_below_every_defined_metric() -> None:
    floors = first_floors(REPORT)
    assert floors["retrieval.hit@1"] == 0.48
    assert floors["abstention.accuracy"] == 0.98
    assert "answers.contains" not in floors
    assert "citations.uncited" not in floors
    assert breaches(REPORT, floors) == []


def test_floors_are_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "floors.json"
    write_floors(path, {"retrieval.hit@1": 0.6})
    assert read_floors(path) == {"retrieval.hit@1": 0.6}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "not JSON"),
        ("{}", "must be like"),
        ("[0.5]", "must be like"),
        ('{"retrieval.hit@3": 0.5}', "They can hold"),
        ('{"citations.uncited": 0.5}', "They can hold"),
        ('{"latency_ms.p95": 0.5}', "They can hold"),
        ('{"retrieval.hit@1": 60}', "from 0 to 1"),
        ('{"retrieval.hit@1": true}', "from 0 to 1"),
        ('{"retrieval.hit@1": NaN}', "from 0 to 1"),
        ('{"retrieval.hit@1": "0.5"}', "from 0 to 1"),
    ],
)
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, content: str, problem: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=problem):
        read_floors(path)


def test_the_shipped_floors_are_of_known_metrics() -> None:
    shipped = Path(__file__).parents[2] / "evaluation" / "floors.json"
    floors = read_floors(shipped)
    assert set(floors) <= set(METRICS)
    assert json.loads(shipped.read_text(encoding="utf-8")) == floors
