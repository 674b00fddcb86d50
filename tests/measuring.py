"""What work costs, whatever else this process and this machine do."""

import gc
import time
from collections.abc import Callable


def least_cpu_s(work: Callable[[], object], *, times: int = 3) -> float:
    """Seconds of the processor that the work takes in this thread when it goes best.

    Neither other threads nor a look of the garbage collector at what some thousand tests have left counts.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        taken = []
        for _ in range(times):
            began = time.thread_time()
            work()
            taken.append(time.thread_time() - began)
    finally:
        if collects:
            gc.enable()
    return min(taken)
