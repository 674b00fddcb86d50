"""The SQL of applying runs: `runs`, how far each has come."""

from ansinh.population.applying.store import runs

__all__ = ["runs"]
