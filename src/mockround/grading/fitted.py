"""Written by `python -m bench.fit`; do not edit. Bias first, then a weight for each of NAMES."""

NAMES = (
    "words",
    "slots",
    "likeness",
    "likeness apart",
    "words apart",
    "contrast",
    "words x slots",
    "elsewhere",
    "asked",
    "peak",
    "unclaimed",
    "negations",
)
CREDITED: tuple[float, ...] = (
    -4.005,
    1.826,
    1.114,
    0.122,
    1.204,
    -0.086,
    1.885,
    1.2,
    0.042,
    1.139,
    1.85,
    -2.35,
    0.612,
)
MET: tuple[float, ...] = (
    -5.584,
    2.027,
    1.662,
    0.23,
    1.556,
    0.253,
    2.596,
    1.21,
    0.351,
    0.229,
    0.379,
    -1.547,
    0.14,
)
CREDITED_AT, MET_AT = 0.49, 0.67
