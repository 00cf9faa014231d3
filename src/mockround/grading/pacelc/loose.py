"""Wordings that lean to availability on a partition, and to latency otherwise."""

from mockround.grading.pacelc.branches import Branch
from mockround.grading.pacelc.wording import ON_EITHER, ON_PARTITION, OTHERWISE, Side, deeds, values

_DO = (
    r"(sell|buy|book|hold|pay|bid|change|move|advance|log in|sign up|register|rent|claim|write|commit|post|run|start"
    r"|finish|transfer|confirm|accept|promise|create|edit|send|type|read|chat|like|follow|vote|order|browse|watch"
    r"|use|go|see|update|work|transition|take|reserve|approve|place|cancel|ship|count|redirect|ingest|record|charge"
    r"|issue|grant|download|upload|sold|booked|changed|moved|written|accepted|taken|edited|read|sent|approved"
    r"|granted|made|updated|used|confirmed|served)"
)
_SIDES = (
    r"(sides?|halves|half|regions?|sites?|dcs?|zones?|parts?|data ?cent\w+|ends?|nodes?|servers?|instances?"
    r"|gateways?|shards?|machines?|boxes|campus\w*|clusters?|collectors?|cit(y|ies)|countr\w+|offices?|stores?"
    r"|warehouses?|partitions?)"
)
_NEAR = r"(near\w* |local |close\w* |read |regional |in-region |own )*"

MAY_BE_WRONG = deeds(Side.LOOSE, ON_EITHER, None, (
    r"(can|may|might|allowed to|could) (\w+ )?be (\w+ )?(wrong|off|inexact|incomplete|sloppy|lossy|stale|old|behind"
    r"|late|approximate|imprecise|incorrect)",
    r"(fine|ok|okay|happy|relaxed|cool) (with|about) (\w+ )?(wrong|stale|old|incomplete|lossy|inexact|approximate)",
    r"sloppy", r"lossy", r"relaxed", r"incomplete", r"whatever(?=\W*$)",
))  # fmt: skip
MAY_NOT_BE_DOWN = deeds(Side.LOOSE, ON_PARTITION, Branch.PARTITION, (
    r"(can'?t|cannot|may not|must not|mustn'?t|must never|shouldn'?t|should never"
    r"|never) (ever )?be (\w+ )?(unavailable|down|offline)",
))  # fmt: skip
MAY_NOT_BE_SLOW = deeds(Side.LOOSE, OTHERWISE, Branch.OTHERWISE, (
    r"(can'?t|cannot|may not|must not|mustn'?t|must never|shouldn'?t|should never"
    r"|never) (ever )?(be (\w+ )?slow(ed)?( down)?|wait)",
))  # fmt: skip
FAULTS = deeds(Side.LOOSE, ON_EITHER, None, (
    r"wrong( \w+)?", r"duplicat\w+", r"overs(ell|old)\w*", r"doubl(e|y|ing)[- ]\w+", r"conflict\w*", r"twice",
    r"losing \w+", r"inconsisten\w+", r"corrupt\w*", r"incorrect( \w+)?",
))  # fmt: skip
"""What comes of the loose choice. Counts only where it is weighed against: 'slow is better than wrong'."""
ANSWERS_NEARBY = deeds(Side.LOOSE, ON_EITHER, Branch.OTHERWISE, (
    r"eventual(ly)? consisten(t|cy)", r"eventual", r"asynchron\w+", r"async", r"gossip\w*", r"(in the )?background",
    r"behind (the scenes|your back|the curtain)", r"fire[- ](and|&)[- ]forget", r"(local|single|one)[- ]?one",
    r"acks? ?= ?1", r"(one|single)[- ]ack", r"local(ly)? (reads?|replicas?|cop(y|ies)|served?)",
    r"read(s)?( are| it| them)? local(ly)?", r"read(s)? (\w+ )?(next door|nearby|locally|close by)",
    r"(near|clos)(est|by|er)? (replica|cop(y|ies)|region|node|one|cache|edge|zone|data ?cent\w+|server)s?",
    rf"(from|by|off|out of|hits?|reads?|polls?|polling|come\w*|answer\w*|serve\w*) (the |a |an |any |some "
    rf"|whichever |its |your |their |our )?{_NEAR}(replica|copy|follower|cache|cdn|edge)s?",
    r"(seconds?|minutes?|hours?) ago", r"(followers?|replicas?|copies) (serve|answer)s?",
    r"(couple|few|some|two|three|five|ten|[0-9]+) (of )?sec(ond)?s? (old|late|behind)", r"near[- ]real[- ]time",
    r"write[- ]behind", r"in[- ]process", r"from memory", r"ship(s|ped)? (it |them |in )?(later|every|batches)",
    r"(bit|little|while|seconds?|minutes?|hours?|days?|moment|ms|s) (late|behind|later|old|stale)",
    r"stale (is|are|reads?|data)( fine| ok| okay| acceptable| allowed)?", r"lags? (of|behind|the|is|by|a|some)",
    r"optimi[sz]e for (latency|speed)", r"low(er)? latency",
))  # fmt: skip
IS_NEAR_OR_OLD = deeds(Side.LOOSE, ON_EITHER, None, (
    r"what(ever)? (it|they|we|you|he|she|i|the \w+)('ve| still| already| locally| last)* (has|have|hold|holds|know"
    r"|knows|got|see|sees|loaded|had|saw|cached|stored|fetched|can \w+)",
    r"anywhere", r"local(ly)?", r"near(est|by|er)?", r"clos(est|e by|er)", r"(around|round) the corner", r"next door",
    r"in[- ](region|zone|memory|process)", r"regional( \w+)?",
    r"(appears?|applied|shows?|shown|visible) (direct|at once|immediately|instantly|right away)", r"at once",
    r"(same[- ]zone|process|gateway'?s?) memory", r"own \w+",
    r"(a|the|any|whichever|some|read|your|its) (near\w* |local |close\w* )?(replica|copy|follower)",
    r"replicas?( reads?)?", r"cach(e|es|ed|ing)", r"cdn", r"edge( cache| node)?s?", r"snapshot", r"stale\w*",
    r"outdated", r"obsolete", r"out of date", r"old(er)?", r"lag(s|ging|ged)?", r"trail(s|ing)?",
    r"(is|are|be|falls?) behind", r"yesterday'?s?", r"last week'?s?", r"fast(er|est)?", r"quick(ly|er)?",
    r"instant(ly)?", r"straight away", r"optimistic(ally)?", r"laz(y|ily)", r"loose(ly)?", r"weak(ly)?",
    r"best[- ]effort", r"approximat\w+", r"responsive", r"snappy", r"drift(s|ed|ing)?", r"imprecise", r"inexact",
    r"(a bit|slightly|temporarily|briefly) (off|wrong|out)", r"off by \w+", r"eventually",
    r"as (soon as|long as)? ?possible", r"converg\w+", r"catch(es)? up",
))  # fmt: skip
FAILS_OPEN = deeds(Side.LOOSE, ON_PARTITION, Branch.PARTITION, (
    r"fail(s)? (open|soft)",
    rf"(both|either) (of the )?{_SIDES} (can |may |still |just )?(keep|accept|take|go|continue|serve|write|edit"
    rf"|carry)\w*( (on|accepting|taking|going|serving|writing))*",
    r"always (serve|answer|respond|accept)\w*", r"(serve|answer)\w* (it |them )?always",
    r"never (stops?|fails?|goes (down|offline))", r"(stay|stays|remain|remains) (up|available|online)",
    r"keep(s)? (accepting|serving|taking|going|selling|working)",
    r"each side (uses|keeps|has|shows|goes|takes|accepts|serves)", r"serve(s)? stale", r"stale-if-error",
    r"(on|in) (both|either) (of the )?(sides?|halves|half)",
))  # fmt: skip
GOES_ON = deeds(Side.LOOSE, ON_PARTITION, None, (
    r"ke(ep|eps|eping|pt)( on| \w+)? (?!refus|reject|fail|block|deny|waiting|declin)\w+ing",
    r"ke(ep|eps|pt) (\w+ )?(going|up|alive|running)", r"go(es|ing)? on( \w+ing)?", r"carr(y|ies|ied) on",
    r"continu\w+", r"proceed\w*",
    r"(stay|stays|remain|remains|staying) (up|open|available|online|alive|on|usable|readable|writable|live|there"
    r"|logged|responsive|functional)",
    r"still \w+", r"further", r"accept(s|ed|ing)?", r"serv(e|es|ed|ing)", r"answer(s|ed|ing)?", r"respond(s|ed|ing)?",
    r"surviv\w+", r"buffer\w*", r"spool\w*", r"pil(e|es|ing) up", r"merg\w+", r"union", r"reconcil\w+", r"resolv\w+",
    r"(sort|sorted|put|puts) (\w+ )?(\w+ )?(out|in order|together)", r"sum(s|med)?( \w+)? (up|later|after\w*)",
    r"add(s|ed)? (the|them|it) (\w+ )*(up|together|later|after\w*)", r"diverg\w+", r"fork\w*", r"independently",
    r"autonomous\w*", r"function(s|ing)?", r"operat(e|es|ing)", r"limp\w*", r"by (itself|themselves)",
    r"provisional\w*", r"tentative\w*", r"backfill\w*", r"replay\w*",
    r"(clean|fix|sync|catch)(s|es)? (it |them |the \w+ )?up (later|after\w*|when\w*)", r"run(s)? on", r"usable",
    r"deliver(s|ing)?", r"permit\w*", r"(let|lets) (them|em|people|users|him|her|everyone|everybody) \w+",
    r"succeed\w*", r"degrad\w+",
    rf"(both|each|either|every|any) (single )?(the |of the )?{_SIDES}( (accept|take|go|keep|continue|count|write"
    rf"|edit)s?)?",
    r"last[- ]known( good| point| value)?s?",
    r"(let|lets|letting|allow|allows)(?! go)( \w+){1,3} (through|in|on|keep|use)",
    r"what(ever)?('s| is) (in|there|left|cached)", r"with what(ever)?", r"crdts?", r"hinted handoff",
    r"last writ(e|er) wins", r"newest wins", r"offline (edits?|mode|writes?)",
    r"(is|are|be|being|simply|get|gets) taken",
    r"tak(e|es|ing) (new |more |all |the |any )?(orders?|writes?|bids?|likes?|messages?|bookings?|posts?|payments?"
    r"|edits?|requests?|traffic)",
    r"honou?r\w*", r"partial (hits|results|answers)", r"half the \w+",
    rf"(can|may|could still|able to|allowed to|free to)( \w+){{0,3}} {_DO}",
    r"show(s|n|ing)?( \w+)? (the |an? )?(old|last|cached|what|one)", r"flow\w*", r"fall(s|ing)? back", r"writable",
    r"tolerat\w+", r"queue(s|d)? (locally|on the client|up)", r"hand(s|ed)? (\w+ )?out",
    r"store(s|d)? (it |them )?locally",
))  # fmt: skip
UPTIME = values(Side.LOOSE, ON_PARTITION, (
    r"availab(le|ility)", r"uptime", r"(is|are|be|being|stays?|remains?|keep) up",
    r"ke(ep|eps|pt) (it|them|this|things|everything) up", r"avail", r"liveness",
))  # fmt: skip
SPEED = values(
    Side.LOOSE,
    OTHERWISE,
    (
        r"latency",
        r"speed",
        r"responsiveness",
        r"being (quick|fast)",
        r"ke(ep|eps|pt) (it|them|this|things) (quick|fast)",
        r"lat",
    ),
)
