"""The police's verification service for chip data, as the sandbox plays it: judges by the ministry's own anchors and signs."""

from ansinh.sandbox.c06.api import ISSUER, PREFIX, build_router

__all__ = ["ISSUER", "PREFIX", "build_router"]
