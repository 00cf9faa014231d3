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
    -3.929,
    1.822,
    1.132,
    0.152,
    1.402,
    -0.014,
    1.833,
    1.194,
    0.026,
    1.062,
    1.688,
    -2.47,
    0.614,
)
MET: tuple[float, ...] = (
    -5.58,
    2.068,
    1.649,
    0.2,
    1.612,
    0.21,
    2.56,
    1.235,
    0.347,
    0.228,
    0.372,
    -1.512,
    0.151,
)
CREDITED_AT, MET_AT = 0.49, 0.68
