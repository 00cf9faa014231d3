"""The words that name a branch: a partition, the time without one, both, or the other one than before."""

import re

from mockround.grading.cues import cue

# Words for how data is cut into pieces, and others that sound like a branch and are none.
OTHER_SENSES = cue(
    r"partition(ed|ing)? (by|into|across|per|key|scheme|table|id|count|strategy)s?", r"partition (keys?|tolerance)",
    r"[0-9]+ partitions", r"(kafka|topic|hot|whole|own|home|owning|same|right|new) partitions?",
    r"(add|adding|more|these|those|the|our|their|its|many|all) partitions",
    r"partitions? (of|in) (the )?(topic|table|index|data|queue|log)",
    r"partitions? (behind|gets hot|is hot|leader|holds|owns)",
    r"(can|to|would|we|i|'d|ll|and) partition (the|it|this|them|by|our|data|users?)",
    r"(i'?d|we'?d|would|will|to|can|and|then|we|i) split (it|the|them|this|by|into|up|reads|writes)",
    r"split (those|these|pdf|out|off|across|between|among|\w+ out)",
    r"split in(to)? (\w+ ){0,3}(pieces|parts|shards|chunks|files|services)", r"split(ting)? (\w+ )?(by|into)",
    r"(some|any|no|every|who|what|where|nobody|no one|anybody|everybody|everyone|something|anything|everything"
    r"|nothing) else('s)?",
    r"or else", r"(because|since|as|or) otherwise", r"apart from", r"until .*",
)  # fmt: skip

RETURNS = cue(
    r"(until|till|once|as soon as|after|when|whenever) (\w+ ){0,4}(back|again|over|healed|heals?|restored"
    r"|reconnect\w*|returns?|whole|rejoins?|recovers?|recovered|resolved)",
)
"""Till the network is back: said of a partition, and no word for the time without one."""
_LINES = (
    r"(network|links?|cables?|lines?|connections?|connectivity|uplinks?|pipes?|wan|fibres?|fibers?|interconnects?"
    r"|wires?|route|path)"
)
_PARTS = (
    r"((lock |flag |config |central )?(service|coordinator)|cluster|region|zone|dc|data ?cent(er|re)|site|side|half"
    r"|node|peer|others?|rest|(control|data) plane|store|redis|leader|primary|master|owner|home|origin|replica"
    r"|database|db|broker|quorum|shards?|limiter)s?"
)
_IS = r"( is| are|'s|'re| gets?| goes| has| have| was| were)*( all)?"
_BROKEN = (
    r"(down|broken|breaks?|break|cut|gone|goes away|lost|fails?|failed|failing|dead|dies|torn|divided|split|splits"
    r"|unreachable|not reachable|not reached|away|interrupted|severed|partitioned|isolated|missing|out|off|eaten"
    r"|has (a )?problems?|have (a )?problems?|broke|drops?|dropped|misbehaves|snaps|goes)"
)
_TOUCH = r"(reach|see|talk( to)?|hear( from)?|contact|speak( to)?|communicate|agree|find)( with)?"
_PARTIES = (
    r"(each other|one another|the (others|other( \w+)?|rest|majority|leader|primary|master|owner|quorum|home)"
    r"|others?|(its|their|his) (leader|home|owner|peers|primary)|a (majority|quorum))"
)
_NOT = (
    r"(can'?t|can ?not|cannot|couldn'?t|no longer|don'?t|doesn'?t|unable to|not able to|fails? to|fewer|isn'?t"
    r"|aren'?t)"
)

BOTH = cue(
    r"(in|on|for|with) both(?=\W*$|[,.;:])", r"both (in|on) p and e", r"partition or otherwise",
    r"in p (and|as well as) (in )?e\b", r"all day( long)?",
    r"(in |on |with |under |for )?(both|either) (of )?(the )?(cases?|branch(es)?|situations?|sides of (pacelc|it)"
    r"|conditions?|times?|modes?|ways?)",
    r"(in |on |with |under |for )?(every|any|all) (of )?(the )?(cases?|branch(es)?|situations?|conditions?"
    r"|circumstances)",
    r"(with|having) (and|or|as well as) without( (a |an |any )?(partition|split|failure|one))?",
    r"with (a |an |any )?(partition|split|failure|one)s?( and| or|,)? without( (a |an |any )?(partition|split"
    r"|failure|one))?",
    r"(partition|split|partitioned|broken|cut|cut off|failure|network)(ed)? or (not|no|no (partition|split|failure)"
    r"|healthy|whole|connected|not broken|normal)",
    r"(no matter|whether|regardless|independent|independently|irrespective|whatever|doesn'?t matter)( of)?( if"
    r"| whether| what)?( or not)?( there| the| it| we)?('s| is| are| happens)?( a| the)? ?(\w+ ){0,3}(partition"
    r"|split|network|link|failure|fine|between|happens)\w*( or not)?( or not)?",
    r"unconditionally", r"all the time", r"at all times", r"around the clock",
)  # fmt: skip
ALWAYS = cue(r"always", r"in all time", r"full stop", r"period", r"throughout")

NO_PARTITION = cue(
    r"(no|without|absent|absence of|outside( of)?|not|isn'?t|aren'?t|never)( a| an| any| the| being| in"
    r"| during)*( network)?( a)? ?(partition(ed|s)?|split(s)?|cuts?|disconnected|cut( off)?|isolated)",
    r"(without|with no|there('s| is| are|re)? no|if no|when no|in the absence of|absent|outside( of)?|no network)( a"
    r"| an| any| the)* (failures?|faults?|problems?|troubles?|outages?|issues?)",
    r"(not|isn'?t) broken", r"(in|with) (the |its )?absence", r"un-?partitioned",
    r"(partition|failure|trouble)-?free", r"non-?partition\w*",
)  # fmt: skip
PARTITION = cue(
    r"(?<!non-)(net(work)?[- ]?)?(partition|partiton|partion|parition|patition|partitition)(ed|s"
    r"|ing)?( (off )?from( the| its)? \w+)?",
    r"(net)?splits?( brain| in (two|half))?", r"split-brain", r"net ?split", r"cut(s|ting)? off from( the| its)? \w+",
    r"cut(s|ting)? (off|in (two|half)|apart|the (network|link|line|cable)s?|from)",
    r"cut(?= (means|so|happens|comes|each|we|both))", r"(a|the|on a|during a) cut(?!-)",
    r"(cut-off|lonely) (side|half|part|region|site|one|zone|dc|node|worker|users?|data ?cent\w+|minority)s?",
    r"isolat(ed|ion)( from( the| its)? \w+)?", r"minority", r"far side",
    r"no (majority|quorum|connection|link|contact)", rf"{_NOT} {_TOUCH} {_PARTIES}",
    rf"{_NOT} (get|reach|form|have|assemble) (a |the )?(quorum|majority)",
    r"(lose|loses|losing|lost|loss of) (the |a |its |their )?(link|wan|contact|connection|connectivity|network|line"
    r"|cable|region|zone|majority|quorum|each other|touch|sight of|track of|leader|standby|one side|half"
    r"|data ?cent\w+)( (with|to|between) \w+( \w+)?)?( and the \w+)?",
    rf"{_LINES}( between \w+( \w+)?)?( \w+)?{_IS} {_BROKEN}( off)?", r"broken (link|network|cable|connection)s?",
    r"network (blip|hiccup|glitch|event|trouble)s?", r"no network( to)?",
    r"(data ?cent\w+|regions?|zones?|sites?|sides|halves) (is |are |being )?(separated|divided|torn|apart"
    r"|unreachable|alone)",
    r"side(?= (with|that has|which has|holding) (the |a )?(majority|quorum|leader))", r"(two|both|the|either) halves",
)  # fmt: skip
LIKE_A_PARTITION = cue(
    r"disconnect(ed|s|ion)?( from( the| its)? \w+)?", r"off-?line", r"cut-off", r"unreachable",
    r"(is|are|was)(n'?t| not) (reachable|available|there)", r"separat(ed|ion)", r"divided", r"torn( apart)?",
    r"out of (touch|contact|reach)", r"apart",
    r"(on|by) (its|their|his) own(?=\W*$|[,.;:?]| (and|it|they|we|he|should|then|keeps?|answers?))",
    r"(is|are|being|left|stays?) alone", r"drops? (off|out)( the map)?", r"falls? off( the map)?",
    r"(without|no) (a |the |its |access to the )?(lock service|coordinator|majority|quorum|connection|link|contact"
    r"|leader|owner)(?! (read|hop|call|round|involved|needed))",
    rf"{_NOT} be (reached|seen|contacted|heard)",
    rf"{_NOT} (reach|talk to|contact|connect to|communicate with|get to|hear from|speak to) (the |its |their |a "
    rf"|any )?\w+",
    r"(can'?t|cannot|can not|unable to|fails? to|do not|don'?t) (communicate|talk)",
    r"(can'?t|cannot|can not|unable to|fails? to) (replicate|sync\w*)", rf"{_PARTS}( \w+)?{_IS} {_BROKEN}( off)?",
    r"(under|on|in|during|with|by|at|case of) (a )?(network )?(failures?|problems?|separation|outage|trouble"
    r"|division)",
    r"when (things|it) (break|breaks|is broken|are broken|fails?|goes wrong)",
    r"(if|when|while) (it|that)('s| is)? (breaks?|broken)",
    r"(region|site|data ?cent(er|re)|origin|zone)( is|'s) dark",
    r"(half|side|part) that( i|')s (smaller|isolated|cut off)", r"(is|are|be|being) out of reach", rf"{_NOT} agree",
    r"degraded mode", r"part(?=\.?\W*$)", r"(is|are)(n'?t| not) (seen|visible)",
    r"(can'?t|cannot|fails? to) renew( \w+){1,2}", r"(in|for) the (bad|broken|first) case", r"broken",
    r"(the )?(other|smaller|small|wrong) (side|half|part)( of the (split|partition|cut|link|break))?",
    r"p(?=\s*[:=?,])", r"(in|on|under|for) p\b",
)  # fmt: skip
"""What is a partition only where one is being talked of: a store that is gone is a dead machine elsewhere."""
OTHERWISE = cue(
    r"otherwise", r"else", r"in the other (case|branch|time)s?", r"the other (case|branch|time)",
    r"(for )?the rest of the (time|cases|year)", r"(the )?other times?",
    r"(any|every|each|all|most) (other |single |normal )?days?", r"other days", r"normal\w*", r"usual\w*",
    r"ordinar(y|ily)", r"regular(ly)?", r"typical(ly)?", r"as a rule", r"by default", r"general(ly)?",
    r"(when|if) (it|that|they)('s| is|'re| are) (there|up|available|reachable|back)", r"day[- ]to[- ]day",
    r"day[- ]in,?( and)?( day[- ]out)?", r"daily", r"all-?day", r"every ?day",
    r"(good|sunny|quiet|calm|fine|nice|clear|peaceful) (day|weather|time|tuesday|monday|friday|morning)s?",
    r"(monday|tuesday|wednesday|thursday|friday) (morning|afternoon)",
    r"in (peace ?time|peace|good times|calm times|quiet times|health)", r"peace ?time", r"happy (path|case|day)",
    r"steady[- ]state", r"healthy", r"(when|if) (fine|ok|okay|healthy|well|whole|up|good)",
    r"(when|if|while|since) (it |all |that |we )?(is|'s|are|'re) (all )?(ok|okay|fine|good|well|up|healthy)",
    r"(any|every) other time", r"(most|rest|remainder) of the time", r"every ?day (operation|life|traffic|use)s?",
    r"fair weather", r"(is|'s|are) (green|reachable)", r"when reachable",
    r"(when|while|if)( \w+)?( are| is|'re)? on-?line", r"^\W*with (a |the )?(quorum|majority)", r"norm(?=\.?\W*$)",
    r"!p\b", r"whole(?=\s*:)",
    r"with (the|a) (network|cables?|links?|connections?|lines?) (in|up|good|fine|ok|okay|there|healthy|whole|back)",
    r"business as usual",
    r"(we|it|they|all)( is|'s| are|'re| was)( all| there| back)? (fine|well|good|ok|okay|up|healthy|whole|working"
    r"|connected)",
    r"(everything|all|network|connectivity|things|system|link|connection|cluster)( is|'s| are|'re| was)?( all| there"
    r"| back)? (fine|well|good|ok|okay|up|healthy|whole|working|right|connected|intact|alive|in order)",
    r"(network|link|cable|connection|everything|all|it|they|things)( \w+)? works?", r"when connected", r"connected",
    r"in contact",
    r"(can|could) (see|reach|talk to|hear) (each other|the other \w+|one another|the (rest|leader|others))",
    r"(with|given) (a|the) (majority|quorum|link|connection|network)( there| up| available)?(?=$|[\s,.]+(every|we"
    r"|each|it|reads|writes|the))",
    r"(owner|leader|home|master|primary|link|cable|network|origin|service|coordinator|store|redis|server|node|region"
    r"|other side)s?( is|'s| are)? (there|up|alive|healthy|present|reachable|available)",
    r"(outside|apart) (from|of) (that|it|this)", r"(no|zero) network issues?", r"e(?=\s*[:=?,])",
    r"(in|on|under|for) (the )?e\b",
)  # fmt: skip
OPPOSITE = re.compile(
    r"\b(?:(?:when|if|where|while|whenever)\s+(?:(?:it|there|they|we|you|that|one|she|he)\s*)?(?:(?:'s|'re|is|are"
    r"|was|do|does|did|can|could|has|have|will)\s*)?(?:not|n't|none)\b(?:\s+(?:one|any|so))?|(?:when|if"
    r"|whenever)\s+(?:it|there|they|we|you)\s*(?:'s|'re|is|are|do|does|did|can|could)(?:\s+one)?|(?:with|without"
    r"|absent|in the absence of)\s+(?:one|it))(?=[\s,.;:!()]*$|\s+(?:you|we|i|they)\b)",
    re.IGNORECASE,
)
