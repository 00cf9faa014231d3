"""What is said in the golden rounds: one of each kind, with the troubles that a real candidate makes."""

from mockround.content.models import Level
from mockround.rounds.events import Kind, Persona
from mockround.usecases.creation import NewRound
from tests.support.held import AskHint, Say, Script, StaySilent

FULL = Script(
    "full",
    NewRound(Kind.FULL, level=Level.SENIOR, problem="url-shortener", minutes=20, seed=7),
    (
        Say("How many redirects per second do we have, and how long must we keep the links?"),
        Say("200 million redirects a day against 2 million new links is 100 to 1, so the lookup decides the design."),
        Say("I'd like to move on to the design.", after_s=60),
        Say(
            "Version one is a stateless API over one Postgres with an index on the short code: a lookup is one probe "
            "of a B-tree, a few milliseconds, and writes are so few that one primary takes them all for years."
        ),
        Say("It depends."),
        Say("The read replicas need no thought: what was written is always there at once.", after_s=100),
        Say("A delete after the commit, with a TTL of 60 seconds as the backstop.", after_s=100),
        AskHint(),
        Say("I don't know."),
        Say("I really have no idea."),
        StaySilent(),
        Say(
            "Each API server keeps the hottest keys for two seconds, and one request a key may go through.", after_s=90
        ),
        Say("next"),
        Say("qwrtpsdfgh zxcvbnm"),
        Say("When a cache node dies, the limiter lets 5k misses through and the rest get a 503.", after_s=120),
        Say("Counts may be a minute late, since nobody is billed on them; links stay available.", after_s=150),
        Say("In short: cache and edge for reads, one primary for writes, a minute of staleness.", after_s=100),
    ),
    met={
        "rh-skew-quantified": "is 100 to 1",
        "rh-v1-baseline": "an index on the short code",
        "rh-invalidation": "A delete after the commit",
        "rh-hot-key-stampede": "one request a key may go through",
        "rh-primary-protection": "the limiter lets 5k misses through",
    },
    wrong={"rh-replica-lag": "replicas need no thought"},
)

RECOGNISE = Script(
    "recognise",
    NewRound(Kind.RECOGNISE, level=Level.MID, problem="news-feed", seed=7),
    (Say("This is fan-out: one post goes to many followers. Read-heavy is the runner-up; v1 is one insert a reader."),),
)

NARRATE = Script(
    "narrate",
    NewRound(Kind.NARRATE, level=Level.MID, persona=Persona.SUPPORTIVE, topic="write-heavy", seed=7),
    (
        Say("Version one writes each event into one Postgres, and that is fine up to 5k a second."),
        AskHint(),
        Say("Hybrid."),
        Say("Then I batch 500 rows behind a durable log, and consumers write as fast as the store takes them."),
        Say("That's all."),
    ),
)

FAILURE_MODES = Script(
    "failure-modes",
    NewRound(Kind.FAILURE_MODES, level=Level.SENIOR, persona=Persona.TOUGH, problem="ticket-booking", seed=7),
    (
        Say("If the cache dies, its hit ratio drops below 90 percent and pages us; misses are coalesced."),
        Say("What exactly counts as a failure here?"),
        Say(
            "The primary dies: heartbeats stop, a standby is promoted in 30 seconds, bookings fail meanwhile.",
            after_s=80,
        ),
        Say("And a queue that backs up is seen by its age, and I shed the oldest.", after_s=60),
    ),
)

CONSISTENCY = Script(
    "consistency",
    NewRound(Kind.CONSISTENCY, level=Level.STAFF, problem="ticket-booking", seed=7),
    (
        Say("Seats: on a partition consistency, because a seat that is sold twice cannot be taken back."),
        StaySilent(),
        Say("Else latency for the listing: reads come from the nearest replica and are a minute old at worst."),
        Say("That's all."),
    ),
)

CHECKPOINT = Script(
    "checkpoint",
    NewRound(Kind.CHECKPOINT, level=Level.SENIOR, path="patterns-first", checkpoint="pf-cp1-read-narrative", seed=7),
    (
        Say("Version one: one tuned primary behind a stateless service, the lookup by code has its own index."),
        Say("Version two: a cache and two replicas; a hit stays in Redis, a miss fills it, writes go to the primary."),
        Say("pass"),
    ),
    met={"rh-v1-baseline": "one tuned primary", "rh-v2-offload": "a cache and two replicas"},
)

RECOGNITION_CHECKPOINT = Script(
    "checkpoint-recognition",
    NewRound(Kind.CHECKPOINT, level=Level.SENIOR, path="patterns-first", checkpoint="pf-exit-recognition", seed=7),
    tuple(Say(f"Prompt {number} is fan-out, because one write reaches many readers.") for number in range(1, 6)),
)

SCRIPTS = (FULL, RECOGNISE, NARRATE, FAILURE_MODES, CONSISTENCY, CHECKPOINT, RECOGNITION_CHECKPOINT)
