"""
Documents to a knowledge base, or all the findings why not, in a curator's words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.core.parsing import KINDS, Document, did_you_mean, parse
from bot.knowledge.loading import examine
from bot.knowledge.reader import read_document
from tests.core.databases import FILES, edit
from tests.core.properties import MANY

S = "topics/speed.yaml"

MISTAKES: list[tuple[str, str, str, str]] = [
    # file, what stands there, what is put there, what the finding must say
    (S, 'title: "Speed of queries"\n', "", "title is missing"),
    (S, "verdict:", "verdct:", "verdct is not a known key; did you mean 'verdict'"),
    (
        S,
        "    stance: favour",
        "    stanse: favour",
        "stanse is not a known key; did you mean 'stan",
    ),
    (S, "stance: favour", "stance: favor", "is 'favor', and must be 'favour', 'against' or 'neut"),
    (S, "stance: favour", "stance: favor", "did you mean 'favour'"),
    (S, "id: speed\n", "id: Speed Of\n", "id is 'Speed Of', and must be lower-case words joined"),
    (S, "id: speed\n", "id:\n", "id is empty; write text, or leave the key out"),
    (S, "id: speed\n", "id: 7\n", "id must be text; put it in quotes"),
    (S, "id: speed\n", "id: [a]\n", "id must be text"),
    (S, '"Speed of queries"', '""', "title is empty"),
    (S, '"Speed of queries"', '"   "', "title is empty"),
    (S, "Speed of queries", "x" * 201, "title is longer than 200 characters"),
    (S, '  - "is betadb slow"', "  - 3.10", "utterances.5 must be text; put it in quotes"),
    (S, "terms: {speed: 3,", "terms: {speed: 9,", "terms.speed"),
    (S, "terms: {speed: 3,", 'terms: {speed: "much",', "terms.speed"),
    (S, "terms: {speed: 3,", "terms: {speed: 3000000000000000000000000000000,", "terms.speed"),
    (S, "terms: {speed: 3, fast: 2.5, latency: 3, query: 1.5}", "terms: [a]", "terms must be keys"),
    (S, "options: [alpha-db]", "options: alpha-db", "claims.0.options must be a list"),
    (S, "- {source: vendor,", "- {sauce: vendor,", "claims.1.evidence.0.source is missing"),
    (S, "because: [speed-alpha-first]}", 'because: "a"}', "about.beta-db.because must be a list"),
    (S, "terms: {speed: 3,", 'terms: {"": 3,', "terms. is empty"),
    (S, "verdict:", '"[key]": 1\nverdict:', "[key] is not a known key"),
    (S, "  because: [speed-alpha-first,", '  "[key]": 1\n  because: [', "verdict.[key] is not a k"),
    ("options.yaml", "https://alpha.example/", "alpha.example", "must be an address that begins"),
    (
        "options.yaml",
        "https://alpha.example/",
        "javascript:alert",
        "must be an address that begins",
    ),
    ("sources.yaml", '"2024-02-29"', '"Feb 2024"', 'must be a date like "2023-11-11"'),
    ("sources.yaml", "sells_services: true", 'sells_services: "maybe"', "must be true or false"),
    ("sources.yaml", 'short: "Survey"', f'short: "{"x" * 31}"', "longer than 30 characters"),
    ("sources.yaml", "sources:", "sorces:", "sorces is not a known key; did you mean 'sources'"),
    ("out-of-scope.yaml", "kinds:", "kind:", "kinds is missing"),
    ("wording.yaml", '"share": "share"', '"share": 3', "wording.share must be text"),
    ("thresholds.yaml", "scope: 0.5", "scope: 1.5", "scope is 1.5, and must be 1 or less"),
    ("thresholds.yaml", "scope: 0.5", "scope: -1", "scope is -1, and must be 0 or more"),
    ("thresholds.yaml", "scope: 0.5", 'scope: "high"', "scope is 'high', and must be a number"),
    ("thresholds.yaml", "intercept: 0.0,", "", "in_scope.intercept is missing"),
]


@pytest.mark.parametrize(("path", "old", "new", "said"), MISTAKES)
def test_a_value_of_the_wrong_shape_is_told_in_words(
    folder: Path, path: str, old: str, new: str, said: str
) -> None:
    """
    Which value, what is wrong with it, and the way out, in one line.
    """
    edit(folder, path, old, new)
    base, found = examine(folder)

    assert base is None
    assert [one for one in found if one.code == "F01" and said in one.message], found
    assert all("\n" not in str(one) for one in found)
    assert {path} == {one.place.path for one in found}


def test_a_wrong_value_is_placed_at_its_line(folder: Path) -> None:
    """
    The key of a value where it has one, else the value itself.
    """
    edit(folder, S, "    stance: favour", "    stance: favor")
    ((one,),) = (examine(folder)[1],)
    line = (folder / S).read_text("utf-8").splitlines()[one.place.line - 1]

    assert line[one.place.column - 1 :].startswith("stance: favor")


@pytest.mark.parametrize("path", sorted(KINDS))
def test_a_missing_file_is_named(folder: Path, path: str) -> None:
    """
    Each of the single files is needed.
    """
    (folder / path).unlink()

    assert [("F03", path)] == [(one.code, one.place.path) for one in examine(folder)[1]]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("option.yaml", "did you mean 'options.yaml'"),
        ("golden.yaml", "not a file this base reads"),
        ("zzz.yaml", "not a file this base reads"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(folder: Path, path: str, said: str) -> None:
    """
    A misspelt file name must not be passed over in silence.
    """
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("a: b\n", "utf-8")
    (one,) = examine(folder)[1]

    assert ("F02", path) == (one.code, one.place.path)
    assert said in one.message


def test_three_mistakes_in_three_files_are_three_findings(folder: Path) -> None:
    """
    Every file is looked at, whatever is wrong with the others.
    """
    edit(folder, S, "stance: favour", "stance: favor")
    edit(folder, "options.yaml", 'name: "BetaDB"', "nane: 3")
    edit(folder, "sources.yaml", '"2024-02-29"', '"2024"')
    found = examine(folder)[1]

    assert {S, "options.yaml", "sources.yaml"} == {one.place.path for one in found}
    assert len(found) == 4  # the misspelt key is both unknown and missing


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from("id title claims verdict utterances says because options".split())
            | st.text(max_size=8),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from([*KINDS, S, "topics/x.yaml", "zzz.yaml"]), values))
@MANY
def test_documents_of_any_shape_are_parsed_or_refused(given: dict[str, Any]) -> None:
    """
    No plain value, however odd, gets a traceback: a base, or findings of one line each.
    """
    found = parse("r", [Document(path, data) for path, data in given.items()])

    assert isinstance(found, KnowledgeBase) or found
    if not isinstance(found, KnowledgeBase):
        for one in found:
            assert isinstance(one, Finding)
            assert str(one).startswith(f"{one.place} error F0")
            assert len(str(one).splitlines()) == 1


def test_the_nearest_known_word_is_offered() -> None:
    """
    Where one is near enough; else nothing is guessed.
    """
    assert did_you_mean("flsak", ["django", "flask"]) == "; did you mean 'flask'?"
    assert did_you_mean("quux", ["django", "flask"]) == ""
    assert did_you_mean("", ["django"]) == ""
    assert did_you_mean("x", []) == ""


def test_what_was_parsed_is_joined_up(folder: Path) -> None:
    """
    Ids lead to their values, claims to the topics they bear on, disagreements to their claims.
    """
    base, _ = examine(folder)
    assert base is not None

    assert list(base.option_of) == ["alpha-db", "beta-db"]
    assert base.home_of["speed-alpha-first"] == "speed"
    assert "speed-alpha-first" in {claim.id for claim in base.claims_on["overview"]}
    assert base.claims_on["overview"][0].id.startswith("overview-")
    assert [one.id for one in base.disagreements_on["speed-beta-first"]] == ["speed-who-is-first"]
    assert base.ordinary == {"alphabet", "lunch", "morning", "start", "table"}


def test_a_base_cannot_be_changed(databases: Any) -> None:
    """
    Frozen throughout: a question in flight sees no edit.
    """
    with pytest.raises(Exception, match="frozen"):
        databases.base.options[0].name = "Other"
    with pytest.raises(Exception, match="frozen"):
        databases.base.topics = ()


def test_places_lead_to_the_nearest_known_value() -> None:
    """
    A value that is not there is placed at what should hold it.
    """
    document, _ = read_document(S, FILES[S].encode())
    assert document is not None

    assert document.place(("claims", 0, "id")).line == document.place(("claims", 0, "zzz")).line
    assert str(document.place(("zzz",))) == f"{S}:1:1"
    assert str(Document("x", None).place(("a", 1))) == "x:1:1"
