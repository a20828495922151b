"""One case: evaluation with explanation, and durable-rules beside it.

What is worth asking about a case is a module of its own, `questions`: few commands ask.
"""

from threshold.engine.decide import Engine
from threshold.engine.evaluators import Disagreement, Evaluator, evaluators, missing_evaluator
from threshold.engine.infer import Inference, Program, conditions_of

__all__ = [
    "Disagreement",
    "Engine",
    "Evaluator",
    "Inference",
    "Program",
    "conditions_of",
    "evaluators",
    "missing_evaluator",
]
