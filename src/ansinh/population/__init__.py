"""The population register beside ours: verify one, verify all, daily changes, cases for people to review, the rules of a verdict.

It writes participants only through `register`. The door is light: what works on tens of millions of rows is a sub-package taken by
name (`from ansinh.population import batch`), so that a server that verifies one person loads none of it.
"""
