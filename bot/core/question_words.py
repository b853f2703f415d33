"""
Words by what they do in a question; what a question with them asks stands in `shapes`.
"""

from __future__ import annotations

from bot.core.options import SLOT

Words = frozenset[str]


def words_of(text: str) -> Words:
    """The words of *text*."""
    return frozenset(text.split())


def pairs_of(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of words that *text* lists with commas."""
    return frozenset((one, other) for one, other in map(str.split, text.split(", ")))


AUXILIARIES = words_of("is are was were am do does did can could will would should has have")
QUESTION_WORDS = words_of("which what how who whose when where why")
TELLING = words_of("explain describe tell what how why define eli5")
DIFFER = words_of(
    "differ differs difference differences compare compared comparison compares "
    "tradeoff tradeoffs contrast same similar distinguish distinguishes"
)
PROS = words_of(
    "advantage advantages pros benefit benefits strength strengths upside upsides perk perks merits"
)
CONS = words_of(
    "disadvantage disadvantages cons drawback drawbacks downside downsides limitation "
    "limitations weakness weaknesses shortcoming shortcomings pitfall pitfalls criticism flaw "
    "flaws fault faults negatives"
)
SPEAKING = words_of("speaks speak argues argue counts count")
STRONG = pairs_of(
    "strong points, strong point, strong side, strong sides, strong suit, good points, "
    "good sides, selling points, plus points, bright sides"
)
WEAK = pairs_of(
    "weak points, weak point, weak spots, weak spot, weak side, weak sides, bad points, "
    "bad sides, dark sides, dark side, pain points"
)
AGAINST_IT = pairs_of(
    "wrong with, to avoid, why avoid, i avoid, we avoid, you avoid, people avoid, "
    "reasons against, reason against, arguments against, reasons not, dislike about, hate about, "
    "complain about"
)
"""How it is asked what speaks against one option, without a word for drawbacks."""
HATED = frozenset({("hate", SLOT), ("dislike", SLOT), ("leave", SLOT)})
FOR_IT = pairs_of("reasons for, reason for, arguments for, like about, love about")
BAD_CHOICE = pairs_of(
    "bad idea, bad choice, wrong choice, poor choice, bad pick, poor pick, wrong tool, wrong pick, "
    "bad fit, poor fit, bad call"
)
SIDES_ONLY = (
    PROS
    | CONS
    | SPEAKING
    | {word for pair in STRONG | WEAK | AGAINST_IT | FOR_IT | BAD_CHOICE for word in pair}
    | words_of(
        "what which are is the a any some main biggest most important of for against in with "
        "and or give me tell list name show pro con about good bad there does do have has its your "
        "overall general generally people when who why should would not use using i we you"
    )
)
"""The words of a question that asks for sides and says on no subject."""
PICKING = words_of(
    "which choose pick prefer recommend recommended suggest go use grab take pair "
    "choice favourite favorite start learn"
)
ORDINARY_PICKING = words_of("use start learn go take")
"""Of the words for picking, those that a question for an explanation has as well."""
CHANGING = words_of("switch migrate move")
SUITING = words_of(
    "good fine enough suitable suited fit fits fitting handle handles ready ok okay alright decent "
    "worth overkill appropriate viable reasonable sensible ideal capable too right "
    "safe cope copes better"
)
FITTING = words_of("suit suits suited suitable good better best ideal fit fits")
INSTEAD = words_of("over than instead rather")
BETTER = words_of(
    "faster quicker better easier simpler safer lighter cheaper stronger friendlier smoother"
)
GOOD = words_of("popular secure scalable flexible productive mature powerful stable robust widely")
UPSIDES = (
    BETTER
    | GOOD
    | words_of("best easiest bigger larger greater more broader wider richer lower fewer longer")
    | words_of("fastest quickest safest simplest cheapest lowest fewest largest biggest")
)
JUDGING = pairs_of(
    "thoughts on, opinion on, opinions on, what about, how about, good idea, good choice, bad "
    "idea, bad choice, wrong choice, poor choice, bad pick, poor pick, right tool, wrong tool, "
    "make sense, makes sense, good call, bad call, good pick, wrong pick, bit much, too much, "
    "way too"
)
BESIDE = frozenset({(SLOT, "or"), ("or", SLOT)})
"""An option set beside another one, for a choice."""
TAKING = words_of(
    "like take use go prefer choose pick want favour favor recommend suggest start begin"
)
COUNTING = pairs_of("how many, how much, how old")
WHEN_SHOULD = pairs_of("when should")
ANYTHING_BUT = pairs_of("anything but, everything but, all but")
AND_NOT = pairs_of("and not, but not")
WHAT_IF = pairs_of("what if")
ONLY_ONE = pairs_of("only one, just one, or one")
ONE_OF_THEM = frozenset((verb, word) for verb in AUXILIARIES for word in ("either", "one", "any"))
"""How "does either of them …" begins."""
A_PART = frozenset({("of", SLOT), ("the", SLOT), ("are", SLOT)})
"""How a part of an option is named as what is asked about: "the docs of ■", "are ■ plugins"."""
BESIDE_IT = frozenset({("with", SLOT)})
"""How something is named that goes with an option: "is postgres fine with ■"."""
RELYING = frozenset({("trust", SLOT), ("accept", SLOT), ("need", SLOT)})
"""How it is asked whether somebody may rely on an option, or needs it."""
CLOSING = words_of(
    "then maybe just so use take go with for that this or not no yes still should would i we us "
    "you he she they my boss is am are was does do who wrong wise sane crazy mad worry "
    "worried thoughts agree advice any opinion opinions think recommend suggest push to one side "
    "either way favour favor fair call summary a an the bet safer safe bad mistake idea plan"
)
"""Words of a question that only closes a story: "■ then?", "should we worry?", "who is right?"."""
LEADING = words_of(
    "of in with for by on to from like about than into inside behind under at the a an using use "
    "uses via through between"
)
"""Words after which a name belongs to what was said before: "am I covered with ■"."""
THE_ONE = words_of("one best choice pick option way go goto answer winner")
"""What an option is called that is said to be the right one."""
HANDLING = words_of("handle handles handled do does take takes")
FOR_ME = pairs_of("for you, for me, for us, care of, by itself, by default")
THERE_IS_ONE = pairs_of("there one, there either, there any")
HOW_I = pairs_of("how to, how can, how do, how could, how would")
IN_EACH = pairs_of("in each, for each, with each")
NOTHING: Words = frozenset()
