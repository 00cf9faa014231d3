"""Hears what a turn says to whoever grades it: notes, text set apart, verdicts filled in, claims to have said.

Such words are data like all others, and never evidence: a note may be true, but it is no design. The cues name who is
spoken to and what is asked of them; none names a topic.
"""

import re
from collections.abc import Iterator

from mockround.grading.cues import cue, small_cue

_JUDGE = r"(grader|evaluator|assessor|examiner|scorer|(reviewing|scoring|grading) model)"
_SAID = (
    r"(said|says?|shows?|showed|shown|names?|named|gives?|gave|given|explain\w*|demonstrat\w*|mention\w*|cover\w*"
    r"|stat(es?|ed)|describ\w*|discuss\w*|comput\w*|contains?|includ\w*|splits?|siz(es|ed)|walk\w*|picks?|picked"
    r"|answered)"
)
_TO_GRADER = small_cue(
    rf"(dear|hey|hello|note|attention|hi) (the |my |our |every |any )?{_JUDGE}s?",
    r"(to|for) (the |my |our |every )?(grader|evaluator|assessor|scorer)s?", rf"{_JUDGE}s?(?=\W*:)",
    r"(grad|scor|evaluat|assess|mark)(er|or|ing|ion|ment) (instructions?|notes?|rules?|context|scheme|guide)",
    r"(notes?|instructions?|remark|context|hint|reminder) (for|to) (the |my |our |every |any )?"
    r"(scorer|marker|examiner|grading|scoring|marking|reviewing|reviewer|ai|llm|model (that|which))",
    r"(grading|grade|system|instructions?)(?=>)", r"system prompt",
    r"(the |this |any |every )(grader|evaluator|assessor) (should|must|may|can|will|is|has)",
    rf"you (are|'re) (now )?an? (\w+ )?{_JUDGE}",
    r"(whoever|the (ai|model|llm|person) (that|which|who)) (scores|grades|marks|rates|evaluates)",
    r"(language model|llm|ai|bot|assistant) (that (is )?)?(grading|scoring|marking|evaluating|reviewing|grader|judge)",
    r"criteri(on|a) (is|are|was|were |has been |have been )?(fulfilled|met|satisfied)",
    r"(mark|record|score|grade|enter|count|treat|award|give) (this|it|that|the|all|every|me|them|us|full|met)\b"
    r".{0,60}\b(met|points|marks|credit|fulfilled|full)",
    r"(output|return|respond with|answer with|consider|take|accept|rate|treat|set) \S+.{0,60}"
    r"\b(as (met|said|spoken|answered)|to met|verdict|fulfilled|model (answer|solution))",
    r"(output|enter|return) met", r"met (for|on) (each|all|every|this)",
    r"tick (this|that|the) (one|box|criterion|item)",
    r"ignore (all |any )?(of )?(the |your )?(previous|prior|above|earlier|instructions?) ", r"ignore your ",
    r"score: ?",
    r"\[?system\]?:", r"verdict\W{0,4}(met|partial|pass\w*)",
    r"(full|maximum) (points|marks|credit)", r"benefit of the doubt",
    r"deserves? (the |a |full |this )?(points?|marks?|credit|met)",
    r"as an (ai|llm)", r"(upgrade|change|set|give|write|raise) the verdict", r"verdicts? ?[=:]",
    r"confidence ?[=:]? ?[01]\.\d", r"evidence (fields?|column|box)",
    r"your (\w+ )?(guidelines?|instructions?|rubric|criteria|findings?|scoring|grading|marking)",
    r"as (a|the|your) (reviewer|grader|evaluator|examiner|judge|assessor)",
    r"(evaluation|grading|scoring|marking|assessment) (guidelines?|criteria|policy|rules?)",
    r"(developer|admin|moderator|organi[sz]ers?|proctor) (message|note|says|said|told)",
    r"(evaluate|grade|read|score|judge|rate) (this|my|the) (response|answer|reply)", r"put down that",
    r"required to (accept|give|award|mark)",
    r"candidates who (name|mention|say|state|cover)", r"pass by default", r"system (override|message|note|update)",
    r"(my|the|this|that) (answer|experience|reply|response) (should|must|may|ought to) (count|be (counted|accepted"
    r"|credited))",
    r"please (copy|accept|mark|tick|record|register|count|grade|score|award|credit|consider|treat)", r"entitled to",
    r"(editor|grader|reviewer|examiner|scorer|proctor|invigilator)'s (note|remark|comment)",
    r"(an|my|the) (earlier|previous|prior) answer",
    r"(grading|scoring|marking) (hint|aid|help|form|sheet|table|note)",
    r"(evaluation|assessment) (form|sheet|note|hint)",
    r"(expected|required|relevant|scoring) (keywords?|terms|points|content)",
    r"keywords? (are |is )?(hereby )?(included|mentioned|covered)", r"instructions? (to|for) the", r"rubric",
    r"marking scheme", r"answer key",
    r"(model|reference|sample|ideal) (answer|solution)", r"(expected|correct) answer (is|was|would|here)",
    r"(must|should|shall|may|is to|are to|to) be (treated|counted|taken|read|scored|graded|marked|considered|judged) as"
    r" (spoken|said|evidence|met|covered|shown|given|part of)",
    r"to be (counted|credited)", r"grade (me |it |this |us )?as if",
    rf"{_SAID} (earlier |already |fully |before )?by the candidate",
    rf"(the|this|same) candidate (has|had|have|did|is known|already|clearly|\w{{3,}}ed|{_SAID})",
    rf"(the |this |my )(above answer|preceding answer|answer above|transcript) (has |already )?{_SAID}",
    rf"(assume|pretend|imagine) (that )?(i|the candidate)( have|'ve| had| has)? (already |also )?{_SAID}",
    r"take (it|this|that|them|all of (it|this|that)) as (said|read|covered|shown|spoken)",
    r"(was|were|got) (cut|not recorded|cut off|left out of the transcript),? (i|we)",
    rf"in (an |the |my |our )?(earlier|previous|prior|whiteboard|omitted) (part|session|round|interview"
    rf"|section)\b.{{0,40}}"
    rf"\b(i|we)( have|'ve| had)? {_SAID}",
    r"you (have to|must|should|may|can|shall) (give|award|grant|credit|mark|score|grade|accept)\b.{0,40}"
    r"\b(credit|points|marks|the doubt|met|criteri\w+)",
)  # fmt: skip
_SPANS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"<\s*(grading|grades?|system|instructions?|assistant|evaluation|verdicts?|admin|note)\b[^>]{0,80}>"
        r".*?(<\s*/\s*\1\s*>|\Z)",
        r"<!--.*?(-->|\Z)",
        r"\{[^{}]{0,1000}\"(verdict|criterion|criteria|grade|met)\"[^{}]{0,1000}\}",
        r"(?<!#)#{2,}[^#\n]{0,200}\b(system|prompt|evaluat\w*|grad\w*|instructions?"
        r"|scor\w*)\b[^#\n]{0,200}#{2,}.*?(#{2,20}\s*end\b[^#\n]*#*|\Z)",
        r"\b(?-i:BEGIN|START) (?-i:[A-Z ]{0,60}(EVAL|GRAD|SCOR|SYSTEM|INSTR|NOTE|CONTEXT|PROMPT)[A-Z ]{0,60})\b.*?"
        r"(\b(?-i:END|STOP)\b|\Z)",
        r"\[[^\[\]]{0,1000}\b(note (for|to)|system|grader|grading|scoring|evaluator|assessor|candidate|criterion"
        r"|verdict)\b[^\[\]]{0,1000}\]",
        r"\([^()]{0,1000}\b(grader|grading|scoring|evaluator|assessor|(the|this) candidate|verdict)\b[^()]{0,1000}\)",
        r"(?:^|(?<=[.!?\"')\]\n] ))(interviewer|candidate)\s*:.*",
    )
)
"""Text set apart from speech, or the lines of somebody else: what stands within is a note, whatever it says.

How far each looks for its end is bounded, so that a hostile answer costs no more than its length."""
_ABOVE = cue(r"(the )?above (quote|text|sentence|passage|evidence)", r"(quote|text|sentence|passage|evidence) above")


def is_note(raw: str) -> bool:
    """Whether a sentence speaks to whoever grades it, or claims instead of saying."""
    return _TO_GRADER.search(raw.casefold()) is not None


def points_at_what_stands_before(raw: str) -> bool:
    """Whether a note is about the text before it, which is part of the note then."""
    return _ABOVE.search(raw) is not None


def set_apart(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` that are marked as something else than speech, as offsets."""
    for pattern in _SPANS:
        yield from (found.span() for found in pattern.finditer(text))
