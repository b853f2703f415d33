"""
Editorial rules: each mistake gets its finding, with its place, and all of them at once.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from bot.core import checks
from bot.core.checks import RULES, THOROUGH_RULES
from bot.core.checks.desk import Desk
from bot.core.findings import Finding
from bot.core.model import KnowledgeBase
from bot.core.parsing import parse
from bot.core.snapshot import Snapshot
from bot.knowledge.golden import read_golden
from bot.knowledge.reader import read
from bot.knowledge.review import review
from tests.core.databases import STORAGE as STORAGE_TABLE
from tests.core.databases import edit, write

SPEED = "topics/speed.yaml"
BACKUPS = "topics/backups.yaml"
OVERVIEW = "topics/overview.yaml"
STORAGE = "decisions/storage.yaml"
LONG = "x" * 300
FOR_BETA = "".join(
    f"""\
  - id: speed-beta-{name}
    options: [beta-db]
    stance: favour
    says: "BetaDB is fast at {name}."
    evidence:
      - {{source: vendor, heading: "Numbers"}}
"""
    for name in ("writes", "scans", "sums", "joins")
)

STORAGE_LEVEL = STORAGE_TABLE[
    STORAGE_TABLE.index("      - id: few") : STORAGE_TABLE.index("  - id: safety")
]

MISTAKES: list[tuple[str, str, str, str, str]] = [
    # code, file, what stands there, what is put there, what the finding must say
    ("K01", SPEED, "id: speed\n", "id: velocity\n", "name this file topics/velocity.yaml"),
    ("K01", SPEED, "id: speed\n", "id: backups\n", "name this file topics/backups.yaml"),
    ("K02", SPEED, "id: speed\n", "id: backups\n", "the topic id 'backups' is already taken"),
    ("K02", "options.yaml", "id: beta-db", "id: alpha-db", "the option id 'alpha-db' is already"),
    ("K02", "options.yaml", "id: beta-db", "id: either", "'either' is what a verdict says"),
    ("K02", "options.yaml", "id: beta-db", "id: none", "'none' is what a verdict says"),
    ("K02", "sources.yaml", "id: vendor", "id: survey-2024", "the source id 'survey-2024'"),
    ("K02", SPEED, "id: speed-beta-slow-start", "id: speed-alpha-first", "the claim id"),
    ("K02", BACKUPS, "- id: backups-alpha-tool", "- id: speed-alpha-first", "topics/backups.yaml:"),
    ("K03", SPEED, "lean: alpha-db", "lean: alpha-bd", "'alpha-bd'; did you mean 'alpha-db'?"),
    ("K03", SPEED, "because: [speed-alpha-first,", "because: [sped-alpha-first,", "did you mean"),
    ("K03", SPEED, "beta-db: {says", "betta-db: {says", "unknown option 'betta-db'; did you mean"),
    ("K03", SPEED, "because: [speed-alpha-first]}", "because: [zzzz]}", "unknown claim 'zzzz'"),
    ("K03", SPEED, "options: [alpha-db]", "options: [alfa-db]", "'alfa-db'; did you mean 'alpha-"),
    ("K03", SPEED, "topics: [overview]", "topics: [overvew]", "unknown topic 'overvew'; did you"),
    ("K03", SPEED, "source: vendor", "source: vender", "'vender'; did you mean 'vendor'?"),
    ("K03", SPEED, "disputed_by: [speed-beta-first]", "disputed_by: [sped-beta]", "unknown claim"),
    ("K03", SPEED, "claims: [speed-alpha-first,", "claims: [zzz,", "unknown claim 'zzz'"),
    ("K03", OVERVIEW, "option: beta-db", "option: gamma-db", "unknown option 'gamma-db'; did you"),
    (
        "K03",
        OVERVIEW,
        "because: [overview-beta-columns]",
        "because: [overview-beta-colum]",
        "did y",
    ),
    (
        "K04",
        SPEED,
        '\n      - {source: survey-2024, heading: "Speed"}\n    disputed_by',
        " []\n    disputed_by",
        "speed-alpha-first names no evidence",
    ),
    ("K05", SPEED, 'heading: "Speed"', 'heading: "Sped"', "heading 'Sped'; did you mean 'Speed'"),
    ("K05", SPEED, 'heading: "Numbers"', 'heading: "Zzzz"', "vendor has no heading 'Zzzz'"),
    ("K06", SPEED, "    disputed_by: [speed-beta-first]\n", "", "disputes are mutual"),
    (
        "K07",
        BACKUPS,
        "because: [backups-beta-built-in, backups-alpha-tool]",
        "because: []",
        "the verdict names no claims",
    ),
    (
        "K07",
        OVERVIEW,
        "because: [overview-alpha-rows]\n    - when",
        "because: []\n    - when",
        "the condition names no claims",
    ),
    ("K07", SPEED, "because: [speed-alpha-first]}", "because: []}", "the sentence names no claims"),
    ("K08", SPEED, '  - "is betadb slow"\n', "", "7 utterances; write at least 8"),
    ("K08", SPEED, "is betadb slow", "which has the lower latency", "stands at topics/speed.yaml"),
    ("K08", SPEED, "is betadb slow", "WHICH has  the lower latency", "stands at topics/speed.yaml"),
    ("K08", SPEED, "is betadb slow", "restoring after a crash", "stands at topics/backups.yaml"),
    ("K09", SPEED, "AlphaDB answers small", f"{LONG} small", "characters; at most 220"),
    ("K09", SPEED, "AlphaDB is faster in the", f"{LONG} the", "characters; at most 240"),
    ("K10", "options.yaml", "others:", '  - {id: c-db, name: "CDB"}\nothers:', "no claim is about"),
    (
        "K34",
        "options.yaml",
        '- {name: "GammaDB"}',
        '- {name: "Gamma", aliases: ["alphadb"]}',
        "'alphadb' is the option alpha-db",
    ),
    (
        "K10",
        "sources.yaml",
        "  - id: vendor",
        '  - {id: blog, title: "B", short: "B"}\n  - id: vendor',
        "no claim cites blog",
    ),
    (
        "K11",
        SPEED,
        "claims: [speed-alpha-first, speed-beta-first]",
        "claims: []",
        "names no claims",
    ),
    (
        "K11",
        SPEED,
        "claims: [speed-alpha-first, speed-beta-first]",
        "claims: [speed-alpha-first]",
        "speed-beta-first is disputed, and no disagreement says",
    ),
    ("K12", "wording.yaml", '  "yes": "yes {sentence}"\n', "", "the sentence 'yes' is missing"),
    ("K12", "wording.yaml", '"share":', '"shaer":', "no sentence is called 'shaer'; did you mean"),
    ("K12", "wording.yaml", "yes {sentence}", "yes {sentense}", "{sentense} cannot be filled in"),
    ("K14", "thresholds.yaml", "level_low: 0.0", "level_low: 0.1", "one level must begin at 0"),
    ("K14", "thresholds.yaml", "level_high:", "level_hihg:", "did you mean 'level_high'"),
    ("K14", "thresholds.yaml", "{level_high: 0.8, level_low: 0.0}", "{}", "one level must begin"),
    ("K15", SPEED, "claims:\n", f"claims:\n{FOR_BETA}", "claims to beta-db (+4); give a reason"),
    (
        "K16",
        SPEED,
        "performance of alphadb",
        "backups",
        "backups wins this utterance",
    ),
    ("K17", SPEED, "is betadb slow", "is alphadb faster than betadbs", "nearly the same utterance"),
    (
        "K17",
        SPEED,
        "BetaDB takes a minute to start",
        "BetaDB stores columns",
        "nearly the same cl",
    ),
    (
        "K17",
        SPEED,
        "BetaDB is the fastest database of all",
        "It takes a minute to start BetaDB",
        "nearly the same claim",
    ),
    (
        "K17",
        SPEED,
        "is betadb slow",
        "how should I back up the data of the two",
        "nearly the same utterance as at topics/backups.yaml",
    ),
    (
        "K17",
        "out-of-scope.yaml",
        "tell me a joke",
        "how can we speed up queries in AlphaDB?",
        "nearly the same question to decline as at topics/speed.yaml",
    ),
    (
        "K35",
        SPEED,
        "how do I speed up my query in alphadb",
        "has alphadb built-in backups?",
        "an utterance at topics/backups.yaml",
    ),
    (
        "K35",
        "out-of-scope.yaml",
        "tell me a joke",
        "which one makes for easier backups",
        "an utterance at topics/backups.yaml",
    ),
    (
        "K18",
        "golden/speed.yaml",
        '  - {q: "speed of the two", lean: alpha-db}\n',
        "",
        "9 golden q",
    ),
    (
        "K36",
        "golden/speed.yaml",
        "speed of the two",
        "Is BetaDB slow",
        "ask it in words of its own",
    ),
    (
        "K36",
        "golden/_decline.yaml",
        "and how is the weather where you are",
        "please tell me a joke",
        "its own",
    ),
    ("K23", "golden/speed.yaml", "lean: alpha-db", "lean: alpha-bd", "did you mean 'alpha-db'?"),
    ("K32", "options.yaml", '"the column one"', '"the row one"', "already names the option"),
    ("K32", "options.yaml", 'name: "BetaDB"', 'name: "AlphaDB"', "already names the option 'alpha"),
    (
        "K33",
        BACKUPS,
        "terms: {",
        "terms: {performance: 5, ",
        "pulls the golden question 'alphadb performance' over from speed",
    ),
    (
        "K19",
        SPEED,
        "takes a minute to start",
        "serves 40% of users",
        "a figure without as_of",
    ),
    (
        "K20",
        SPEED,
        "BetaDB takes",
        "B\u0435taDB takes",
        "is a look-alike (cyrillic small",
    ),
    ("K20", SPEED, "BetaDB takes", "Beta\u200bDB takes", "is invisible (zero width space)"),
    ("K20", "wording.yaml", '"share": "share"', '"share": "sh\\eare"', "is a control character"),
    ("K21", SPEED, "BetaDB takes", "BetaDB (takes", "'(' and ')' are not balanced"),
    ("K21", SPEED, "BetaDB takes", "BetaDB `takes", "a lone `"),
    (
        "K22",
        SPEED,
        "Which of the two runs queries",
        f"Which {LONG[:80]}",
        "at most 75 fit a",
    ),
    ("K24", STORAGE, "id: storage\n", "id: stores\n", "name this file decisions/stores.yaml"),
    ("K25", STORAGE, "- id: reads", "- id: shape", "the criterion id 'shape' is already taken"),
    ("K25", STORAGE, "- id: few", "- id: many", "the level id 'many' is already taken"),
    ("K26", STORAGE, STORAGE_LEVEL, "", "reads needs at least two levels"),
    (
        "K27",
        STORAGE,
        "          beta-db: {rating: 9, claims: [over",
        "          gamma-db: {rating: 9, claims: [over",
        "does not rate beta-db",
    ),
    (
        "K27",
        STORAGE,
        "          beta-db: {rating: 9, claims: [over",
        "          betta-db: {rating: 9, claims: [over",
        "unknown option 'betta-db'; did you mean 'beta-db'",
    ),
    ("K28", STORAGE, "claims: [speed-alpha-first]}", "claims: []}", "the rating names no claims"),
    (
        "K28",
        STORAGE,
        "claims: [backups-alpha-tool]",
        "claims: [backup-alpha]",
        "unknown claim 'backup-alpha'; did",
    ),
    (
        "K29",
        STORAGE,
        "beta-db: {rating: 3,",
        "beta-db: {rating: 8,",
        "speed-beta-slow-start speaks against beta-db, which is rated 8",
    ),
    (
        "K29",
        STORAGE,
        "beta-db: {rating: 9, claims: [backups",
        "beta-db: {rating: 2, claims: [backups",
        "speaks for beta-db, which is rated 2",
    ),
    (
        "K29",
        STORAGE,
        "alpha-db: {rating: 2,",
        "alpha-db: {rating: 7,",
        "backups-alpha-tool speaks against alpha-db",
    ),
    ("K30", STORAGE, "{1000..} reads", "{1000..1} reads", "{1000..1} begins above its end"),
    ("K30", STORAGE, "{1000..} reads", "{many} reads", "{many} is no range"),
    ("K30", STORAGE, "{1000..} reads", "{1000.. reads", "{ has no partner"),
    ("K30", STORAGE, "@thing", "@things", "@things names none of the table's words: thing"),
    ("K30", STORAGE, "sensors|telemetry", "sensors|tele-metry", "must be single words"),
    (
        "K31",
        STORAGE,
        '"few reads"',
        '"{500..2000} read"',
        "meet '{1000..} reads' of the level 'many'",
    ),
    (
        "K31",
        STORAGE,
        '"measurements"',
        '"measurements|order"',
        "meet 'orders' of the level 'orders'",
    ),
]

ALL_RULES = (*RULES, *THOROUGH_RULES)
NOTHING_TO_CHOOSE = {
    "options.yaml": "options: []\n",
    "sources.yaml": "sources: []\n",
}


def findings(folder: Path) -> tuple[Finding, ...]:
    return review(folder)[1]


def desk(folder: Path) -> Desk:
    reading = read(folder)
    base = parse(reading.revision, reading.documents, reading.ordinary)
    assert isinstance(base, KnowledgeBase), base
    documents = {document.path: document for document in reading.documents}
    return Desk(base, documents, read_golden(folder)[0], Snapshot.build(base).index)


def line_of(folder: Path, path: str, text: str) -> int:
    return (folder / path).read_text("utf-8").partition(text)[0].count("\n") + 1


def test_a_base_without_mistakes_has_no_findings(folder: Path) -> None:
    """
    The small base is clean, so whatever the tests here find, they put in.
    """
    assert findings(folder) == ()


@pytest.mark.parametrize(("code", "path", "old", "new", "said"), MISTAKES)
def test_each_mistake_is_found_and_placed(
    folder: Path, code: str, path: str, old: str, new: str, said: str
) -> None:
    """
    The code, the words, the file, and a line and column inside it.
    """
    edit(folder, path, old, new)
    found = [one for one in findings(folder) if one.code == code and said in str(one)]
    lines = (folder / path).read_text("utf-8").splitlines()

    assert found, findings(folder)
    for one in found:
        assert path == one.place.path or code in {"K01", "K02", "K18"}
        assert 1 <= one.place.line <= len(lines) + 1
        assert one.place.column >= 1


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (SPEED, "lean: alpha-db", "lean: alpha-bd"),
        (SPEED, "source: vendor", "source: vender"),
        (SPEED, 'heading: "Numbers"', 'heading: "Numbrs"'),
        (BACKUPS, "options: [beta-db]", "options: [bta-db]"),
    ],
)
def test_a_finding_points_at_the_very_value(folder: Path, path: str, old: str, new: str) -> None:
    """
    An editor that jumps to line and column stands on the mistake.
    """
    edit(folder, path, old, new)
    value = new.partition(": ")[2].strip('["]')
    (one,) = (one for one in findings(folder) if repr(value) in one.message)
    line = (folder / path).read_text("utf-8").splitlines()[one.place.line - 1]

    assert value in line[one.place.column - 1 :]
    assert line_of(folder, path, new) == one.place.line


@pytest.mark.parametrize(
    "said",
    [
        "which one makes bookups easier",  # a letter away, and another word
        "how do I speed up the backups of alphadb",  # what a question to decline asks, and more
        "how does betadb speed up a query",  # the same words of another option
        "which is the quicker one at a query",  # other forms of the words, in the same list
    ],
)
def test_what_is_alike_and_asks_something_else_is_left_alone(folder: Path, said: str) -> None:
    """
    Letters alone prove nothing, and within a list another wording of the same teaches something.
    """
    edit(folder, SPEED, "is betadb slow", said)

    assert not {"K17", "K35"} & {one.code for one in findings(folder)}


@pytest.mark.parametrize(("weight", "is_pulling"), [(3, True), (5, False)])
def test_a_term_pulls_only_where_the_other_topic_has_none_as_heavy(
    folder: Path, weight: int, is_pulling: bool
) -> None:
    """
    Where it has one, utterances pull, and no weight of a term would change that.
    """
    edit(folder, BACKUPS, "terms: {", "terms: {Performance: 5, ")
    edit(folder, SPEED, "terms: {", f"terms: {{alphadb: {weight}, ")
    found = [one for one in findings(folder) if one.code == "K33" and one.place.path == BACKUPS]

    assert is_pulling == bool(found)
    assert all("'Performance' pulls the golden question 'alphadb perf" in str(one) for one in found)


def test_a_file_copied_and_not_renamed_inside_is_found(folder: Path) -> None:
    """
    A new topic begins as a copy of another; a forgotten id must not double a topic silently.
    """
    for copy in ("topics/a-first.yaml", "topics/z-last.yaml"):
        (folder / copy).write_text((folder / SPEED).read_text("utf-8"), "utf-8")
        found = findings(folder)

        assert {"K01", "K02", "K08"} <= {one.code for one in found}
        assert any(one.code == "K01" and one.place.path == copy for one in found)
        (folder / copy).unlink()


def test_three_mistakes_in_three_files_are_three_findings(folder: Path) -> None:
    """
    Nothing hides behind the first mistake, and findings come in the order of their places.
    """
    edit(folder, SPEED, "lean: alpha-db", "lean: alpha-bd")
    edit(folder, BACKUPS, 'heading: "Backups"', 'heading: "Bakups"')
    edit(folder, "wording.yaml", "yes {sentence}", "yes {sentense}")
    found = findings(folder)

    assert [one.code for one in found] == ["K05", "K03", "K12"]
    assert sorted(found) == list(found)


def test_a_base_with_nothing_to_choose_is_told_so(tmp_path: Path) -> None:
    """
    No options, no sources, no topics: three findings of their own.
    """
    folder = write(tmp_path)
    write(folder, NOTHING_TO_CHOOSE)
    for file in (*(folder / "topics").iterdir(), *(folder / "decisions").iterdir()):
        file.unlink()

    assert [(one.code, one.place.path) for one in findings(folder)] == [
        ("K13", "options.yaml"),
        ("K13", "options.yaml"),
        ("K13", "sources.yaml"),
    ]


def test_warnings_do_not_keep_a_base_from_loading(folder: Path) -> None:
    """
    Length and leftovers are for the curator to mend; the bot answers meanwhile.
    """
    edit(folder, SPEED, "AlphaDB answers small", f"{LONG} small")
    base, found = review(folder)

    assert base is not None
    assert [one.level for one in found] == ["warning"]


def test_every_rule_says_what_it_wants_and_is_provoked_here(tmp_path: Path) -> None:
    """
    A rule's docstring is the sentence for curators; a rule that nothing provokes is untested.
    """
    provoked = set()
    one_of_each = {code: (path, old, new) for code, path, old, new, _ in MISTAKES}
    for code, (path, old, new) in one_of_each.items():
        folder = write(tmp_path / code)
        edit(folder, path, old, new)
        edited = desk(folder)
        provoked |= {rule for rule in ALL_RULES if list(rule(edited))}
    empty = desk(write(write(tmp_path / "empty"), NOTHING_TO_CHOOSE))
    provoked |= {rule for rule in ALL_RULES if list(rule(empty))}

    assert {rule.__name__ for rule in ALL_RULES} == {rule.__name__ for rule in provoked}
    for rule in ALL_RULES:
        said = inspect.getdoc(rule) or ""
        assert said.endswith("."), rule.__name__
        assert "\n" not in said, rule.__name__


def test_every_rule_is_run_and_has_a_code_of_its_own() -> None:
    """
    One rule, one function, one code, no code twice and none left out.
    """
    codes = [re.findall(r'"(K\d\d)"', inspect.getsource(rule)) for rule in ALL_RULES]
    written = {
        function
        for module in vars(checks).values()
        if inspect.ismodule(module)
        for function in vars(module).values()
        if inspect.isfunction(function)
        and not function.__name__.startswith("_")
        and list(inspect.signature(function).parameters) == ["desk"]
    }

    assert all(len(set(of)) == 1 for of in codes)
    assert [f"K{at:02}" for at in range(1, len(codes) + 1)] == sorted(of[0] for of in codes)
    assert written == set(ALL_RULES)


def test_every_code_has_its_mistake_here() -> None:
    """
    The table above and the test of an empty base provoke every code there is.
    """
    codes = {
        code for rule in ALL_RULES for code in re.findall(r'"(K\d\d)"', inspect.getsource(rule))
    }

    assert codes == {code for code, *_ in MISTAKES} | {"K13"}
