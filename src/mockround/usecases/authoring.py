"""What an author of content asks for: is it all right, and how does this answer sound to the embedded grader?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from mockround.content.bank import Bank, read_bank
from mockround.content.checks import CheckResult, check
from mockround.content.draft import mistakes_in
from mockround.content.exemplar_files import Exemplified, exemplar_files
from mockround.content.library import ContentError, Library, load, sound_packs
from mockround.content.models import CriterionId
from mockround.content.packs import Pack
from mockround.content.prompts import Prompts
from mockround.content.self_check import load_check_items
from mockround.content.source import Finding
from mockround.grading.embedded import EmbeddedGrader, Hearing
from mockround.grading.transcript import Transcript, Utterance
from mockround.grading.verdicts import Verdict


def check_content(shipped: Path, own: Path | None = None, packs: Sequence[Pack] = ()) -> CheckResult:
    """Check the content as a whole, then the exemplars, then that each criterion hears its own."""
    result = check(shipped, own, packs)
    if result.findings:
        return result
    library = load(shipped, own, packs)
    bank = read_bank(library, exemplar_folders(shipped, own, packs))
    grader = EmbeddedGrader(library, lambda: bank.exemplars)
    prompts = Prompts([shipped, *([own] if own else [])])
    findings = (*bank.findings, *prompts.findings(), *_of_check_items(library, shipped))
    findings = findings or tuple(_unheard(library, bank, grader, library.criteria))
    return CheckResult(findings, result.counts)


def exemplar_folders(shipped: Path, own: Path | None, packs: Sequence[Pack]) -> list[Path]:
    """Return every folder that may hold exemplars; a later one goes before an earlier one."""
    return [shipped, *(pack.folder for pack in packs), *([own] if own else [])]


def check_pack(pack: Pack, others: Sequence[Pack], shipped: Path, own: Path | None) -> tuple[Finding, ...]:
    """Return what is wrong with a pack on the shipped content alone, then beside all else that is installed."""
    findings = mistakes_in(pack) or check(shipped, None, (pack,)).findings
    if not findings and (others or own) and check(shipped, own, (*others, pack)).findings:
        _, left_out = sound_packs(shipped, own, (*others, pack))
        findings = tuple(finding for each in left_out if each.name == pack.name for finding in each.findings)
    if findings:
        return findings
    if not any(isinstance(each, Exemplified) for each in exemplar_files(pack.folder)):
        return ()
    library = load(shipped, None, (pack,))
    bank = read_bank(library, exemplar_folders(shipped, None, (pack,)))
    grader = EmbeddedGrader(library, lambda: bank.exemplars)
    of_pack = [each for each in bank.exemplars if library.pack_of(library.topic_of(each)) is not None]
    return tuple(_unheard(library, bank, grader, of_pack))


def _of_check_items(library: Library, shipped: Path) -> tuple[Finding, ...]:
    try:
        load_check_items(library, shipped)
    except ContentError as error:
        return tuple(error.findings)
    return ()


def _unheard(
    library: Library, bank: Bank, grader: EmbeddedGrader, criteria: Iterable[CriterionId]
) -> Iterator[Finding]:
    """Exemplars that their own criterion does not take as what they are, when they answer a question about it."""
    for criterion in (each for each in criteria if each in bank.exemplars):
        exemplars = bank.exemplars[criterion]
        for kind, texts in (("met", exemplars.met), ("missing", exemplars.missing)):
            for at, text in enumerate(texts):
                verdict = _verdict(library, grader, criterion, text)
                if _is_heard(kind, verdict):
                    continue
                yield bank.documents[criterion].finding(
                    ("criteria", criterion, kind, at),
                    f"the embedded grader takes this {kind!r} exemplar as {verdict.value!r}",
                    "voice what it shows in the slots' words, or move it; 'mockround content try' shows what was heard",
                )


def _is_heard(kind: str, verdict: Verdict) -> bool:
    return verdict is not Verdict.MISSING if kind == "met" else verdict is not Verdict.MET


def _verdict(library: Library, grader: EmbeddedGrader, criterion: CriterionId, text: str) -> Verdict:
    question = library.criterion(criterion).ladder.probes[0]
    said = Transcript(
        (
            Utterance(0, "interviewer", question, aim=criterion, is_probe=True),
            Utterance(1, "candidate", text),
        )
    )
    return grader.findings(said, [library.criterion(criterion)])[0].verdict


class Heard(BaseModel):
    """How one criterion hears an answer. `words`, `likeness` and the like are the features of grading/judgement.py."""

    model_config = ConfigDict(frozen=True)

    criterion: CriterionId
    title: str
    verdict: Verdict
    credited: float
    met: float
    quote: str
    words: tuple[str, ...]
    """The stems and stem pairs that spoke for it, the weightiest first."""
    slots_voiced: tuple[str, ...]
    slots_open: tuple[str, ...]
    features: Mapping[str, float]


def tried(library: Library, grader: EmbeddedGrader, topic: str, text: str) -> tuple[Heard, ...]:
    """Return how each criterion of `topic` hears `text` as a candidate's only turn, the best heard first."""
    said = Transcript((Utterance(0, "candidate", text),))
    criteria = library.topic_named(topic).criteria
    found = {each.criterion: each for each in grader.findings(said, criteria)}
    heard = [_heard(library, found[hearing.criterion].verdict, hearing) for hearing in grader.hearings(said, criteria)]
    return tuple(sorted(heard, key=lambda each: (-each.credited, each.criterion)))


def _heard(library: Library, verdict: Verdict, hearing: Hearing) -> Heard:
    return Heard(
        criterion=hearing.criterion,
        title=library.criterion(hearing.criterion).title,
        verdict=verdict,
        credited=round(hearing.credited, 3),
        met=round(hearing.met, 3),
        quote=hearing.quote,
        words=hearing.words,
        slots_voiced=hearing.slots_voiced,
        slots_open=hearing.slots_open,
        features={name: round(value, 3) for name, value in hearing.features.items()},
    )
