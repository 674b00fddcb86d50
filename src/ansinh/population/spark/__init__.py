"""A verification run beyond one machine: the units of the batch worked on by Spark's executors, everything else as in one process.

The executors run the very functions that threads run, over the same index, so that the outcome is the same to the byte. They need what
those need: this program and its Python, and the folders of the sources, the index and the run at the same paths (a shared file system).
Needs pyspark (the extra [spark]) and Java 17.
"""

from ansinh.population.spark.crew import LOCAL_CLUSTER, run

__all__ = ["LOCAL_CLUSTER", "run"]
