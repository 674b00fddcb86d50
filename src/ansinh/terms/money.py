"""Money is whole dong; shares and percentages are computed with decimals and rounded by the rule that says how."""

Dong = int
