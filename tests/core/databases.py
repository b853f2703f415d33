"""
A small knowledge base about something else entirely: which of two databases to choose.

What holds for it as well as for the shipped base depends on no option of either.
"""

from __future__ import annotations

from pathlib import Path

from bot.core.wording import PLACEHOLDERS

OPTIONS = """\
options:
  - id: alpha-db
    name: "AlphaDB"
    aliases: ["the row one"]
    not_meant: ["alphabet"]
    home: "https://alpha.example/"
  - id: beta-db
    name: "BetaDB"
    aliases: ["the column one"]
others:
  - {name: "GammaDB"}
  - {name: "Delta Store", aliases: ["deltastore"]}
"""

SOURCES = """\
sources:
  - id: survey-2024
    title: "A survey of two databases"
    short: "Survey"
    author: "N. N."
    published: "2024-02-29"
    url: "https://survey.example/databases"
    headings: ["Speed", "Backups", "Who they are"]
  - id: vendor
    title: "Why BetaDB"
    short: "Vendor"
    sells_services: true
    headings: ["(opening)", "Numbers"]
"""

SPEED = """\
id: speed
title: "Speed of queries"
question: "Which of the two runs queries faster?"
utterances:
  - "is alphadb faster than betadb"
  - "which one is quicker at queries"
  - "query speed of the two"
  - "how many queries a second does betadb run"
  - "which has the lower latency"
  - "is betadb slow"
  - "fast reads, which database"
  - "performance of alphadb"
beyond:
  - "how do I speed up my query in alphadb"
terms: {speed: 3, fast: 2.5, latency: 3, query: 1.5}
verdict:
  lean: alpha-db
  says: "AlphaDB is faster in the survey; the vendor of the other disputes it."
  because: [speed-alpha-first, speed-beta-first]
about:
  beta-db: {says: "BetaDB is slower at small reads.", because: [speed-alpha-first]}
claims:
  - id: speed-alpha-first
    options: [alpha-db]
    topics: [overview]
    stance: favour
    says: "AlphaDB answers small reads twice as fast."
    as_of: "2024"
    evidence:
      - {source: survey-2024, heading: "Speed"}
    disputed_by: [speed-beta-first]
  - id: speed-beta-first
    options: [beta-db]
    stance: favour
    says: "BetaDB is the fastest database of all."
    caveat: "The vendor gives no numbers."
    evidence:
      - {source: vendor, heading: "Numbers"}
    disputed_by: [speed-alpha-first]
  - id: speed-beta-slow-start
    options: [beta-db]
    stance: against
    says: "BetaDB takes a minute to start."
    asked: ["time to start", "how long start"]
    evidence:
      - {source: survey-2024, heading: "Speed"}
disagreements:
  - id: speed-who-is-first
    claims: [speed-alpha-first, speed-beta-first]
    says: "The survey measured, the vendor did not."
"""

BACKUPS = """\
id: backups
title: "Backups"
question: "Which of the two makes backups easier?"
utterances:
  - "does alphadb have backups built in"
  - "which one makes backups easier"
  - "restoring after a crash"
  - "is there a snapshot command in betadb"
  - "how do the two back up data"
  - "backups, alphadb or betadb"
  - "point in time recovery"
  - "which is safer against loss of data"
terms: {backup: 3, backups: 3, restore: 2.5, recovery: 2.5, snapshot: 2}
verdict:
  lean: beta-db
  says: "BetaDB has backups built in."
  because: [backups-beta-built-in, backups-alpha-tool]
claims:
  - id: backups-beta-built-in
    options: [beta-db]
    stance: favour
    says: "BetaDB writes a backup every hour by itself."
    asked: ["backups", "built in backups", "snapshot command"]
    reply: "yes"
    evidence:
      - {source: survey-2024, heading: "Backups"}
      - {source: vendor, heading: "(opening)"}
  - id: backups-alpha-tool
    options: [alpha-db]
    stance: against
    says: "AlphaDB has no backups of its own."
    asked: ["backups", "built in backups"]
    reply: "no"
    evidence:
      - {source: survey-2024, heading: "Backups"}
"""

OVERVIEW = """\
id: overview
title: "What they are"
question: "What are the two databases?"
is_general: true
utterances:
  - "what is alphadb"
  - "tell me about betadb"
  - "alphadb or betadb"
  - "which database should I pick"
  - "advantages of alphadb"
  - "drawbacks of betadb"
  - "who wrote alphadb"
  - "how do they differ"
verdict:
  lean: either
  says: "It depends on what you store."
  because: [overview-alpha-rows, overview-beta-columns]
  conditions:
    - when: "you store orders"
      option: alpha-db
      asked: ["orders"]
      because: [overview-alpha-rows]
    - when: "you store measurements"
      option: beta-db
      asked: ["measurements"]
      because: [overview-beta-columns]
about:
  alpha-db: {says: "AlphaDB stores rows.", because: [overview-alpha-rows]}
  beta-db: {says: "BetaDB stores columns.", because: [overview-beta-columns]}
claims:
  - id: overview-alpha-rows
    options: [alpha-db]
    stance: neutral
    says: "AlphaDB stores rows."
    evidence:
      - {source: survey-2024, heading: "Who they are"}
  - id: overview-beta-columns
    options: [beta-db]
    stance: neutral
    says: "BetaDB stores columns."
    evidence:
      - {source: survey-2024, heading: "Who they are"}
  - id: overview-alpha-author
    options: [alpha-db]
    stance: neutral
    says: "Ada Example wrote AlphaDB."
    asked: ["who wrote", "author"]
    evidence:
      - {source: survey-2024, heading: "Who they are"}
"""

STORAGE = """\
id: storage
title: "Choose a database"
review_after_months: 6
words: {thing: [shop, tool, app, log]}
criteria:
  - id: shape
    name: "Shape of the data"
    question: "What do you store?"
    why: "The two store it in different ways."
    weight: 2
    weight_because: "It is what they are made for."
    levels:
      - id: orders
        label: "Orders"
        means: "you store orders"
        ratings:
          alpha-db: {rating: 8, claims: [overview-alpha-rows]}
          beta-db: {rating: 3, claims: [overview-beta-columns, speed-beta-slow-start]}
        cues: ["orders", "web shop"]
      - id: measurements
        label: "Measurements"
        hint: "Many numbers, one after another"
        means: "you store measurements"
        ratings:
          alpha-db: {rating: 4, claims: [overview-alpha-rows]}
          beta-db: {rating: 9, claims: [overview-beta-columns, speed-beta-first]}
        cues: ["measurements", "sensors|telemetry"]
  - id: reads
    name: "Small reads"
    question: "Are there many small reads?"
    why: "The survey measured them."
    weight: 1
    weight_because: "One survey, one dispute."
    levels:
      - id: many
        label: "Many"
        means: "there are many small reads"
        ratings:
          alpha-db: {rating: 9, claims: [speed-alpha-first]}
          beta-db: {rating: 4, claims: [speed-alpha-first, speed-beta-first]}
        cues: ["many small reads", "{1000..} reads"]
      - id: few
        label: "Few"
        means: "there are few small reads"
        ratings:
          alpha-db: {rating: 5, claims: [speed-alpha-first]}
          beta-db: {rating: 5, claims: [speed-beta-first]}
        cues: ["few reads"]
        denied: ["many small reads"]
  - id: safety
    name: "Safety of the data"
    question: "How bad is a loss?"
    why: "Only one of them makes backups by itself."
    weight: 1.5
    weight_because: "Two sources name it."
    levels:
      - id: bad
        label: "Very bad"
        means: "a loss is very bad"
        ratings:
          alpha-db: {rating: 2, claims: [backups-alpha-tool]}
          beta-db: {rating: 9, claims: [backups-beta-built-in]}
        cues: ["backups", "never lose", "critical @thing"]
      - id: harmless
        label: "Harmless"
        means: "a loss is harmless"
        ratings:
          alpha-db: {rating: 5, claims: [backups-alpha-tool]}
          beta-db: {rating: 5, claims: [backups-beta-built-in]}
        cues: ["for {..30 days}"]
        denied: ["backups"]
"""

ELSEWHERE = """\
kinds:
  - id: chat
    says: "I only know {options}."
    utterances: ["what is for lunch", "good morning", "how is the weather", "tell me a joke"]
  - id: help
    says: "I cannot help with code on {options}."
    utterances:
      - "how do I write a join in alphadb"
      - "syntax error near select"
      - "connection refused on port 5432"
      - "my index is not used"
"""

THRESHOLDS = """\
ask: 0.5
scope: 0.5
accept: 0.3
in_scope: {intercept: 0.0, weights: {answerable: 3.0, over_elsewhere: 3.0}}
right_topic: {intercept: -1.0, weights: {top: 3.0, lead: 3.0}}
target: "most questions answered"
set_from: "nothing; written by hand"
levels: {level_high: 0.8, level_low: 0.0}
"""

WORDING = "wording:\n" + "".join(
    f'  "{name}": "{name}{"".join(f" {{{field}}}" for field in sorted(fields))}"\n'
    for name, fields in PLACEHOLDERS.items()
)
"""Every sentence is its own name, then what is filled in, in the order of the alphabet."""

FILES = {
    "options.yaml": OPTIONS,
    "sources.yaml": SOURCES,
    "out-of-scope.yaml": ELSEWHERE,
    "thresholds.yaml": THRESHOLDS,
    "wording.yaml": WORDING,
    "english.txt": "# ordinary words\nalphabet\nlunch\nmorning\nstart\ntable\n",
    "topics/speed.yaml": SPEED,
    "topics/backups.yaml": BACKUPS,
    "topics/overview.yaml": OVERVIEW,
    "decisions/storage.yaml": STORAGE,
}
"""The whole base: the text of each file by its path."""

GOLDEN = {
    "golden/speed.yaml": """\
topic: speed
questions:
  - {q: "is betadb much faster than alphadb?", options: [beta-db, alpha-db], lean: alpha-db}
  - {q: "latency of queries, alphadb or betadb?", options: [alpha-db, beta-db], lean: alpha-db}
  - {q: "how slow is betadb", options: [beta-db], lean: none}
  - {q: "which has the better query performance", lean: alpha-db}
  - {q: "quicker queries with which one?", lean: alpha-db}
  - {q: "alphadb performance", options: [alpha-db], lean: none}
  - {q: "does betadb run many queries a second", options: [beta-db], lean: none}
  - {q: "speed of the two", lean: alpha-db}
  - {q: "which is faster at reads", lean: alpha-db}
  - {q: "hi, which database is fast?", lean: alpha-db}
""",
    "golden/backups.yaml": """\
topic: backups
questions:
  - {q: "betadb, backups built in?", options: [beta-db], lean: none}
  - {q: "which makes recovery easier", lean: beta-db}
  - {q: "restoring data after loss", lean: none}
  - {q: "snapshot command in alphadb?", options: [alpha-db], lean: none}
  - {q: "safe backups: is it betadb or alphadb", options: [beta-db, alpha-db], lean: beta-db}
  - {q: "does betadb have built in backups", options: [beta-db], lean: none}
  - {q: "which is safer after a crash", lean: beta-db}
  - {q: "how does alphadb back up data", options: [alpha-db], lean: none}
  - {q: "point in time recovery with betadb", options: [beta-db], lean: none}
  - {q: "easier backups", lean: beta-db}
""",
    "golden/overview.yaml": """\
topic: overview
questions:
  - {q: "what is betadb?", options: [beta-db], lean: none}
  - {q: "tell me about alphadb", options: [alpha-db], lean: none}
  - {q: "which one should I pick?", lean: either}
  - {q: "advantages of betadb", options: [beta-db], lean: none}
  - {q: "drawbacks of alphadb", options: [alpha-db], lean: none}
  - {q: "who is it that wrote alpha db?", options: [alpha-db], lean: none}
  - {q: "how does alphadb differ from betadb", options: [alpha-db, beta-db], lean: none}
  - {q: "betadb or rather alphadb?", options: [beta-db, alpha-db], lean: either}
  - {q: "should I pick alphadb or betadb", options: [alpha-db, beta-db], lean: either}
  - {q: "what are the advantages of alphadb", options: [alpha-db], lean: none}
""",
    "golden/_decline.yaml": """\
questions:
  - {q: "what's for lunch today?", kind: chat}
  - {q: "is GammaDB any good?", kind: other}
  - {q: "how do I write an outer join in alphadb", kind: help}
  - {q: "and how is the weather where you are", kind: chat}
""",
    "golden/_ambiguous.yaml": """\
questions:
  - {q: "snapshot speed", topics: [backups, speed]}
""",
    "golden/_decisions.yaml": """\
decisions:
  - text: "A web shop with many small reads."
    option: alpha-db
    criteria: {shape: orders, reads: many}
  - text: "Telemetry of sensors, and we must never lose any."
    option: beta-db
    criteria: {shape: measurements, safety: bad}
""",
    "golden/_pairs.yaml": """\
pairs:
  - ["is alphadb faster than betadb", "Is AlphaDB faster than BetaDB?"]
  - ["backups: betadb or alphadb", "backups: alphadb or betadb"]
""",
}
"""Golden questions on it."""


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """
    Write *files* (the whole base with its golden questions, unless said) below *folder*.
    """
    for path, text in (FILES | GOLDEN if files is None else files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder


def edit(folder: Path, path: str, old: str, new: str) -> None:
    """
    Replace *old* with *new* in the file at *path*, once; *old* must be there.
    """
    target = folder / path
    before = target.read_text("utf-8")
    assert before.count(old) >= 1, f"{path} has no {old!r}"
    target.write_text(before.replace(old, new, 1), "utf-8")
