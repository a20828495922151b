"""One case: evaluation with explanation, and durable-rules beside it."""

from threshold.engine.decide import Engine
from threshold.engine.evaluators import Disagreement, Evaluator, evaluators
from threshold.engine.infer import Inference, Program, conditions_of
from threshold.engine.questions import Question, questions

__all__ = [
    "Disagreement",
    "Engine",
    "Evaluator",
    "Inference",
    "Program",
    "Question",
    "conditions_of",
    "evaluators",
    "questions",
]
