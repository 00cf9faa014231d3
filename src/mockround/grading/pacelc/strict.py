"""Wordings that lean to consistency: a refusal on a partition, a wait otherwise."""

from mockround.grading.pacelc.branches import Branch
from mockround.grading.pacelc.wording import ON_EITHER, ON_PARTITION, OTHERWISE, Side, deeds, values

_DEED = (
    r"(sell|sold|sale|buy|book|hold|pay|paid|bid|chang|mov|advanc|log(ged|s|ging)? ?in|sign(ed|s)? ?up|regist|rent"
    r"|claim|writ|commit|post|start|finish|transfer|confirm|promis|creat|edit|send|sent|reserv|approv|cancel|ship"
    r"|charg|issu|grant|transit|transact|complet|run|dispens|deliver|assign|unlock|redeem|vot|withdraw|spend|place"
    r"|submit|accept|proceed|continu|publish|updat|modif|delet|insert|record|begin|progress)\w*"
)
"""What people do with data, as stems: where it is denied, it is refused."""

_VERBS = r"accept|eat|pay|live with|tolerat|absorb|bear|stomach|swallow|suffer|afford|spend|risk|endur|invest"
_WITH = r"(e|es|s|ed|ing)?( for it with| with| in| up)? ((?!low|no |only)\w+ ){0,3}"
_BEARS, _TAKES = rf"({_VERBS}|tak(e|es|ing) the){_WITH}", rf"({_VERBS}|tak){_WITH}"

MUST_BE_RIGHT = deeds(Side.STRICT, ON_EITHER, None, (
    r"(can'?t|cannot|can never|may not|may never|must not|mustn'?t|must never|shouldn'?t|should never|not allowed to"
    r"|never) (ever )?be (\w+ )?(wrong|off|stale|old|inexact|incorrect|inaccurate|behind|lost|sloppy|duplicated)",
    r"no compromises?", r"must (always )?be (right|exact|correct|accurate|current|fresh|up[- ]to[- ]date)",
))  # fmt: skip
MAY_BE_DOWN = deeds(Side.STRICT, ON_PARTITION, Branch.PARTITION, (
    r"(may|can|is allowed to|might) be (\w+ )?(unavailable|down|offline)",
))  # fmt: skip
MAY_BE_SLOW = deeds(Side.STRICT, OTHERWISE, Branch.OTHERWISE, (r"(may|can|is allowed to|might) be (\w+ )?slow(er)?",))
COSTS_UPTIME = deeds(Side.STRICT, ON_PARTITION, None, (
    rf"{_TAKES}(downtime|outages?|unavailability|errors|being (down|unavailable|offline))",
    r"(downtime|an outage|unavailability|an error|errors) (is|are|would be|'s)? ?(fine|ok|okay|acceptable|tolerable"
    r"|better|preferable|bearable)",
))  # fmt: skip
COSTS_TIME = deeds(Side.STRICT, OTHERWISE, Branch.OTHERWISE, (
    rf"{_BEARS}(latency|ms|milli\w*|trips?|hops?|round[- ]?trips?|waits?|waiting|delays?|slowness|slower \w+"
    rf"|(cross-\w+|synchronous|remote) \w+)",
    r"(extra|added|additional|higher|more|increased) (latency|delay|wait)",
    r"latency (is|are|would be|'s) (fine|ok|okay|acceptable|worth \w+|negotiable|secondary|tolerable|bearable)",
))  # fmt: skip
WAITS_FOR = deeds(Side.STRICT, ON_EITHER, Branch.OTHERWISE, (
    r"wait\w*( (for|on|until|till))?( \w+){0,4}? (replicas?|cop(y|ies)|regions?|replication|others?|agreement"
    r"|confirmations?|standby|followers?|sites?|zones?|acks?|quorum|majority|leader|primary|nodes?|commit)",
))  # fmt: skip
GUARANTEES = values(Side.STRICT, ON_EITHER, (
    r"(strong(ly)?|strict(ly)?|full(y)?|sequential(ly)?|immediate(ly)?|tight(ly)?) consisten(t|cy)",
))  # fmt: skip
ASKS_ONE = deeds(Side.STRICT, ON_EITHER, Branch.OTHERWISE, (
    r"quorums?", r"majority", r"consensus", r"raft", r"paxos", r"leaders?('s)?", r"primary", r"primaries", r"master",
    r"coordinator", r"principal (node|server|database|db|region|site)", r"the principal", r"synchronous(ly)?",
    r"sync (write|commit|replicat\w+|quorum|standby|path)s?", r"linearizab\w+", r"linearizability", r"serializab\w+",
    r"conditional (update|write|insert|put)s?", r"compare[- ]and[- ]\w+", r"acks? ?= ?all",
    r"(acknowledged|acked|confirmed|written|stored) (by|in|on|to|at) (two|both|all|another|several|three"
    r"|a second) \w+",
    r"(before|until) (we |it |the \w+ |anybody |anyone )*(say|answer|ack|reply|respond|confirm|return|tell"
    r"|success)\w*",
    r"goes? to (its|the) (owner|home|authority)", r"authoritative( \w+)?",
    r"on two (disks|nodes|sites|zones|machines|servers)", r"r ?\+ ?w", r"commit wait", r"truetime",
    r"two[- ]phase commit", r"(source|place|copy|node) of truth",
    r"(all|every|both) (replicas|copies|regions|zones|sites|data cent\w+|dcs|nodes) (must|have to|need to|has to"
    r"|agree|confirm|ack\w*)",
))  # fmt: skip
ASKS_OTHERS = deeds(Side.STRICT, ON_EITHER, None, (
    r"wait\w*", r"strong(ly)?( guarantees?)?", r"strict(ly)?", r"serialized", r"transactional(ly)?", r"cas",
    r"(row|pessimistic|distributed) locks?", r"locks? (the|a) rows?", r"lock(s|ed|ing)? (it|them|the \w+)",
    r"unique (insert|index|constraint)",
    r"(second|other|both|two) (site|zone|data ?cent(er|re)|copy|node|region|dc)s? (has|have|confirm\w*|acknowledg\w*"
    r"|got)",
    r"(up[- ]to[- ]date|latest|newest|current|freshest|fresh) (value|version|one|state|copy|data|write|balance|read)",
    r"(cross[- ](region|zone)|remote|network|round) (trip|hop|call|wait|round ?trip)s?",
    r"(over|across) the (network|wire|ocean|wan|regions?)", r"round ?trips?", r"hop",
    r"[0-9]+ ?(ms|millis\w*) (more|extra|longer|slower)", r"(few|some|couple of) (more )?(ms|milli\w*)", r"longer",
    r"(all|every|both) (replicas|copies|regions|zones|sites|data cent\w+|dcs)",
    r"(one|single|agreed) (decision|authority|writer)", r"agree(s|d|ment)?", r"with milliseconds",
    r"coordinat(e|ed|ion)", r"owner", r"central (store|database|db|server)", r"\+ ?[0-9]+ ?ms", r"(one|single) place",
    r"consult\w*", r"(double[- ])?check(s|ed)? with",
))  # fmt: skip
IS_SLOW = deeds(Side.STRICT, OTHERWISE, None, (r"slow(er|ly)?",))
FAILS_CLOSED = deeds(Side.STRICT, ON_PARTITION, Branch.PARTITION, (
    r"only (\w+ ){0,4}(with|if|when|while) (the |a |its )?(coordinator|leader|majority|quorum|primary|owner)",
    r"fail(s|ing)? closed", r"minority (side |half )?(refuses|stops|rejects)",
    r"(rather|better)( to| an?| be| it| we| see| get)* (fail|refuse|reject|error|down|unavailable|decline|outage"
    r"|block|nothing|stop)\w*",
))  # fmt: skip
REFUSES = deeds(Side.STRICT, ON_PARTITION, None, (
    r"refus\w*", r"reject\w*", r"den(y|ies|ied|ying)", r"declin\w*", r"block\w*", r"halt\w*", r"paus\w*", r"bounc\w+",
    r"fr(eeze|eezes|ozen|oze|eezing)", r"stop(s|ped|ping)?", r"close(s|d)? (the|down|until|for|off)", r"suspend\w*",
    r"abort\w*", r"forbid\w*", r"disallow\w*", r"prohibit\w*", r"(shut|shuts|shutting) (\w+ )?(down|off)",
    r"unavailab\w+", r"turn(s|ed|ing)? (\w+ ){0,3}(away|down|off)",
    r"fail(s|ed|ing|ure)?(?! ?over| ?open| ?soft| ?safe)", r"errors?( out| message| page)?", r"50[0-9]|409",
    r"(go|goes|going|take|takes|taken|took|taking|bring|be|is|are) (\w+ ){0,3}(down|dark|off ?line)", r"read[- ]only",
    r"only reads?", r"(can )?only read", r"come(s)? back (later|in|after)", r"tr(y|ies) (it )?(again|later|in)",
    r"retr(y|ies)", r"(not|isn'?t|aren'?t|no longer) (possible|available|allowed|permitted|accepting)", r"impossible",
    r"sorry", r"outages?", r"downtime",
    r"(log|logs|logged|logging|kick|kicks|kicked|kicking|throw|throws|thrown|throwing|lock|locks|locked|locking|sign"
    r"|signed|signing) (\w+ ){0,4}out",
    r"(say|says|saying|tell|tells|told) (\w+ )?(that )?(no|sorry)", r"(polite|clear|hard|flat) no",
    r"stand(s)? still", r"out of (order|service)", r"(is|are) off", r"blank",
    r"nothing(?! (happens|changes|bad|is lost|breaks|to|special|else|wrong|gets lost|dramatic|terrible))", r"none",
    r"maintenance", r"spinner", r"do(es)? nothing", r"no[- ]op", r"\bro\b",
    r"(can'?t|cannot|won'?t|refuse\w* to) confirm", r"give(s)? (an |the )?error",
    r"(?<!slow )(?<!it )(?<!break )down(?= (is|rather|for|than|until|in|while)\b|\W*$)", r"bail\w*( out)?",
    r"stand(s)? down", r"step(s)? down", r"abstain\w*", r"stuck", r"(put )?on hold", r"postpon\w*", r"defer(s|red)?",
    r"extend(s|ed)", r"disabl\w+", r"gr[ea]y(s|ed)? out", r"throws? an \w+", r"rais(e|es) an \w+", r"tim(e|es) out",
    r"closed for \w+", r"hang(s)?", r"(please )?wait", r"no (new|more|further) \w+",
    r"(tak|accept|serv)(e|es|s|ing) no \w+", r"hold(s|ing)? off", r"withh(o|e)ld\w*", r"not sent",
    rf"(can'?t|cannot|can not|could not|must not|mustn'?t|may not|shouldn'?t|should not|not allowed to|unable to"
    rf"|never|won'?t|will not|\w+n'?t|not) (be |just |simply )?((?!the |a |an |my |our )\w+ ){{0,2}}{_DEED}",
    rf"(no|nothing|nobody|no one|no-one|neither)( \w+)? (\w+ )?{_DEED}",
))  # fmt: skip
CORRECTNESS = values(Side.STRICT, ON_EITHER, (
    r"consisten(t|cy)", r"correct(ness)?", r"accura(te|cy)", r"exact(ness)?", r"being (right|correct)",
    r"(be|stay|is) right", r"right(?= (rather|over|before|instead|than|and not|not))", r"fresh(ness)?",
    r"global order(ing)?", r"safety(?= (over|before|first|rather|in|during|under|on|when))", r"precision", r"cons",
    r"order(?= to)",
))  # fmt: skip
