"""Follows a candidate through a turn: which classes of data are spoken of, and what is chosen for them on each branch.

Subject and branch are carried along until others are named; where remarks of equal weight disagree, nothing is read.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from mockround.grading.cues import cue
from mockround.grading.pacelc.branches import Branch
from mockround.grading.pacelc.floor import turned_to
from mockround.grading.pacelc.heard import Heard, completed, heard_in
from mockround.grading.pacelc.leanings import Leaning
from mockround.grading.pacelc.pairs import bare_letters
from mockround.grading.pacelc.readings import Reading
from mockround.grading.pacelc.scopes import branches_of
from mockround.grading.pacelc.subjects import Role, Subjects
from mockround.grading.pacelc.wording import Weight

_REVISES = cue(
    r"scratch that", r"no,? wait", r"wait,? no", r"actually,? no", r"sorry", r"i mean(t)?",
    r"(let me|to) (correct|change|revise|rephrase|take)", r"on second thoughts?", r"h+m+,? no", r"^\W*no(?=\W*$|,)",
    r"what am i saying", r"forget (that|it)", r"take (that|it) back", r"strike that", r"^\W*wait(?=\W*$)",
    r"that'?s wrong", r"correction",
)  # fmt: skip
_SAME = cue(r"same", r"likewise", r"ditto", r"similar(ly)?", r"too", r"also", r"as well", r"neither", r"nor")
_ALIKE = cue(r"same", r"likewise", r"ditto", r"similar(ly)?", r"like", r"just like", r"(too|as well)(?=\W*$)")
_FOR_WHOM = cue(r"whom? (does|do|must) \w+( \w+){0,3} wait for")
_ALL = cue(
    r"neither(?! in| on| a )",
    r"both (of (them|these)|wait|stay|are|keep|go|need|get|take|have)",
    r"all (of (them|these)|three|four)",
)
_NOBODYS = ""
"""Said before any class was named; one that is named right after may claim it."""


class Reader:
    """Holds what is being spoken of between the sentences of a turn; `found` is what has been read, in order."""

    def __init__(self, subjects: Subjects, wanted: Sequence[str] = ()) -> None:
        self._subjects = subjects
        self._wanted = frozenset(wanted)
        self._current: tuple[str, ...] = ()
        self._group: tuple[str, ...] = ()
        """The classes that were last spoken of together: 'neither waits'."""
        self._branch: Branch | None = None
        self._topic: Branch | None = None
        """A branch that was announced before any class was named: 'So what happens in a split.'"""
        self._is_for_whom = False
        self._is_drill = False
        self._is_asked = False
        """Whether the question was about a branch. A drill asks for both, and is about them to its end."""
        self._draft = 0
        self.found: list[Reading] = []
        self.heard: list[tuple[str, int, Heard]] = []
        self.alike: dict[str, str] = {}
        """Classes that are treated as another one."""

    def asked(self, about: Sequence[str], branch: Branch | None, question: str = "") -> None:
        """Take up what the interviewer asked about."""
        self._is_for_whom = _FOR_WHOM.search(question) is not None
        if len(about) == 1:
            self._current = tuple(about)
        self._branch = self._topic = None if branch in (Branch.BOTH, Branch.OPPOSITE) else branch
        self._is_drill = self._is_drill or branch is Branch.BOTH
        self._is_asked = self._is_drill or branch is not None

    def hear(self, turn: int, text: str) -> None:
        """Read a turn of the candidate."""
        heard = heard_in(text, self._subjects, is_asked=self._is_asked)
        if self._is_for_whom:
            heard = completed(heard)
        for _, sentence in groupby(heard, key=lambda each: each.remark.sentence):
            self._hear_sentence(turn, list(sentence))

    def _hear_sentence(self, turn: int, sentence: Sequence[Heard]) -> None:
        named = turned_to(sentence, self._wanted)
        ever = {name for names in named for name in names}
        if ever and not ever & set(self._current):
            self._branch = self._topic
        start, branches = len(self.found), branches_of(sentence, self._branch)
        letters = bare_letters(sentence, branches)
        listed: tuple[str, ...] = ()
        for at, each in enumerate(sentence):
            listed = (*listed, *named[at])
            self._turn_to(listed if named[at] else (), each)
            chosen = letters[at] or each.chooses(branches[at]) or self._as_on_partition(each, branches[at])
            self._take(turn, each, chosen)
            if chosen or not each.is_bare:
                listed = ()
        if listed:
            self._give(listed, self._orphaned_from(start), ever - set(listed))
        self._settle(branches, bool(ever or len(self.found) > start))

    def _turn_to(self, classes: tuple[str, ...], each: Heard) -> None:
        if classes or each.turns_away:
            self._current = classes
        elif _ALL.search(each.remark.text):
            self._current = self._group or self._current
        if len(classes) > 1:
            self._group = classes
        self._draft += _REVISES.search(each.remark.text) is not None

    def _take(self, turn: int, each: Heard, chosen: Sequence[Leaning]) -> None:
        for data_class in self._current or (_NOBODYS,):
            self.heard.append((data_class, turn, each))
            self.found += [Reading(data_class, turn, one, self._draft, each.remark) for one in chosen]
        if not chosen and each.is_meant and _ALIKE.search(each.remark.text):
            self._note_likeness(each)

    def _as_on_partition(self, each: Heard, branch: Branch | None) -> Sequence[Leaning]:
        """'And normally the same.'"""
        if branch is not Branch.OTHERWISE or not each.branch or not each.is_meant or not _SAME.search(each.remark.text):
            return ()
        mine = [each.leaning for each in self.found if each.data_class in self._current]
        before = [one for one in mine if one.branch is Branch.PARTITION]
        return [replace(before[-1], branch=Branch.OTHERWISE, weight=Weight.DEED)] if before else []

    def _note_likeness(self, each: Heard) -> None:
        """'Follows, the same' and 'sessions are like presence'."""
        compared = [name.data_class for name in each.named if name.role is Role.COMPARED]
        before = [one.data_class for one in reversed(self.found)]
        other = next((other for other in compared or before if other not in self._current), None)
        if other is not None:
            self.alike.update(dict.fromkeys(self._current, other))

    def _give(self, listed: Sequence[str], start: int, named: set[str]) -> None:
        """Classes listed at the end take what their sentence chose: for themselves, or as well as for those before."""
        of_sentence = self.found[start:]
        if not named:
            del self.found[start:]
        chosen = [one for one in of_sentence if one.data_class == of_sentence[-1].data_class]
        self.found += [replace(one, data_class=each) for each in listed for one in chosen]

    def _orphaned_from(self, start: int) -> int:
        """Where what nobody has claimed yet begins: 'Availability when it's split. That's the feed.'"""
        while start and self.found[start - 1].data_class == _NOBODYS:
            start -= 1
        return start

    def _settle(self, branches: Sequence[Branch | None], has_subject: bool) -> None:
        last = branches[-1]
        if last is not self._branch:
            self._topic = None if has_subject else last
        self._branch = last if last is not Branch.BOTH else None
