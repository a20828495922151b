"""One case: evaluation with explanation, and durable-rules beside it."""

from threshold.engine.compiled import CompiledPolicy, Inference
from threshold.engine.decide import Decided, Engine, Read
from threshold.engine.evaluators import Disagreement, Evaluator, evaluated_once, evaluators, missing_evaluator

__all__ = [
    "CompiledPolicy",
    "Decided",
    "Disagreement",
    "Engine",
    "Evaluator",
    "Inference",
    "Read",
    "evaluated_once",
    "evaluators",
    "missing_evaluator",
]
