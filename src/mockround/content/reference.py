"""The shape of catalog/reference.yaml: tables that criteria refer to and that learners may read after a round."""

from mockround.content.authored import Authored, Line, Slug


class Recognition(Authored):
    """How long naming the pattern may take, and what passes."""

    time_limit_seconds: int
    pass_rule: Line


class ReadStage(Authored):
    """One stage of the read-heavy scaling story, and when to leave it."""

    stage: Line
    content: Line
    leave_when: Line | None
    criteria: tuple[Slug, ...]


class JobPiece(Authored):
    """One of the four pieces of the async job pattern and what can stand in for it."""

    piece: Line
    job: Line
    defensible: tuple[Line, ...]
    defend_with: Line
    weak_or_wrong: tuple[Line, ...]
    criteria: tuple[Slug, ...]


class WorkedExample(Authored):
    """A threshold derived from given figures."""

    given: Line
    threshold: Line


class FanOutThresholds(Authored):
    """When to push, when to pull, and where the line between them comes from."""

    push_when: tuple[Line, ...]
    pull_when: tuple[Line, ...]
    hybrid_when: tuple[Line, ...]
    worked_example: WorkedExample
    accepted_range: Line
    public_reference_point: Line
    criteria: tuple[Slug, ...]


class RecordShape(Authored):
    """The columns of a record, and when it is complete."""

    shape: tuple[Line, ...]
    rule: Line
    library: Line
    criteria: tuple[Slug, ...]


class TransportChoice(Authored):
    """What each way of delivering updates is for."""

    poll: Line
    long_poll: Line
    sse: Line
    websocket: Line
    webhook: Line
    push_notification: Line
    criteria: tuple[Slug, ...]


class Reference(Authored):
    """Tables that criteria refer to."""

    recognition: Recognition
    read_heavy_stages: tuple[ReadStage, ...]
    long_running_pieces: tuple[JobPiece, ...]
    fanout_thresholds: FanOutThresholds
    failure_record: RecordShape
    pacelc_record: RecordShape
    transport_choice: TransportChoice
