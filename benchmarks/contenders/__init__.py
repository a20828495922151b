"""What is measured side by side: one subset of a policy, the same cases, and other ways to evaluate them."""
