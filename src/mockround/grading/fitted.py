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
)
CREDITED: tuple[float, ...] = (-2.719, 1.927, 1.217, 1.859, 1.835, 0.751, 0.83, 1.2, -0.057, 0.685)
MET: tuple[float, ...] = (-5.466, 2.195, 1.679, 0.731, 1.691, 0.524, 2.391, 1.252, 0.275, 0.118)
CREDITED_AT, MET_AT = 0.55, 0.7
