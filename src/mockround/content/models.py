"""The shape of every content file, in one place to import from. Strict: nothing unknown, nothing coerced."""

from mockround.content.authored import (
    Authored,
    CriterionId,
    Level,
    Line,
    PathId,
    ProblemId,
    Slug,
    TopicKey,
)
from mockround.content.components import AmbiguousProduct, Component, FailureMode
from mockround.content.consistency import DataClass, OppositeChoices, Pacelc, StoreKind
from mockround.content.curriculum import Conventions, Curriculum, ProblemConventions
from mockround.content.marking import (
    Band,
    Dimension,
    Dimensions,
    GradingRules,
    Rule,
    ScalePoint,
    Scoring,
    StatusValue,
)
from mockround.content.paths import Checkpoint, LearningPath, MustContain, OnFail, PathCounts, Step
from mockround.content.problems import Problem, SheetFact, Twist, WrongShape
from mockround.content.reference import Reference
from mockround.content.topics import (
    Criterion,
    Definition,
    Examples,
    Fact,
    Ladder,
    Pattern,
    ScalingPath,
    Skill,
    Topic,
)

__all__ = [
    "AmbiguousProduct", "Authored", "Band", "Checkpoint", "Component", "Conventions", "Criterion", "CriterionId",
    "Curriculum", "DataClass", "Definition", "Dimension", "Dimensions", "Examples", "Fact", "FailureMode",
    "GradingRules", "Ladder", "LearningPath", "Level", "Line", "MustContain", "OnFail", "OppositeChoices", "Pacelc",
    "PathCounts", "PathId", "Pattern", "Problem", "ProblemConventions", "ProblemId", "Reference", "Rule",
    "ScalePoint", "ScalingPath", "Scoring", "SheetFact", "Skill", "Slug", "StatusValue", "Step", "StoreKind", "Topic",
    "TopicKey", "Twist", "WrongShape",
]  # fmt: skip
