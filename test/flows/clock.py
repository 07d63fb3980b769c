"""Time for the interpreter's threads: it passes at once when all of them wait, and not at all while one runs.

Threads of one clock run one at a time, and each only gives way where it waits. So a run of hours takes milliseconds, a
time-out ends exactly when it says, and the same run comes out the same on every machine, however busy it is.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

START: Final = datetime(2026, 11, 25, 6, tzinfo=UTC)


class Stopped(BaseException):
    """Ends a thread that still waits when its run is over. Not an Exception: nobody shall take it for a failure."""


class _Turn:
    """A thread's place: it runs from when it is given the baton until it waits."""

    def __init__(self) -> None:
        self.baton = threading.Semaphore(0)
        self.waits = 0
        self.woken = False


class Clock:
    """Everything here is called by the one thread that runs, so nothing needs a lock."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._ready: deque[_Turn] = deque()
        self._sleepers: list[tuple[float, int, _Turn, int]] = []
        self._order = itertools.count()
        self._first = self._running = _Turn()
        self._is_stuck = False
        self._threads: list[_Thread] = []
        self._over = False

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return self._seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self._seconds)

    def sleep(self, seconds: float) -> None:
        self._wait(seconds)

    def _wait(self, seconds: float | None) -> bool:
        """Until woken, or for so long; whether it was woken."""
        if self._over:
            raise Stopped
        turn = self._running
        turn.waits += 1
        turn.woken = False
        if seconds is not None:
            heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._order), turn, turn.waits))
        self._give_way()
        turn.baton.acquire()
        if self._over:
            raise Stopped
        if self._is_stuck:
            raise AssertionError("every thread waits for another, and none for the time")
        return turn.woken

    def _wake(self, turn: _Turn) -> None:
        turn.woken = True
        turn.waits += 1
        self._ready.append(turn)

    def _give_way(self) -> None:
        while not self._ready:
            if not self._sleepers:
                self._is_stuck = True
                self._ready.append(self._first)
                break
            until, _, turn, wait = heapq.heappop(self._sleepers)
            if turn.waits == wait:
                self._seconds = max(self._seconds, until)
                turn.waits += 1
                self._ready.append(turn)
        self._running = self._ready.popleft()
        self._running.baton.release()

    def end(self) -> None:
        """Ends all threads that still wait. Called by the thread that made the clock."""
        self._over = True
        for thread in self._threads:
            thread.turn.baton.release()
            threading.Thread.join(thread)

    def threading(self) -> SimpleNamespace:
        """What stands for the module of that name. Locks are real: nobody waits while holding one."""

        def event() -> _Event:
            return _Event(self)

        def thread(target: Callable[..., Any], args: tuple[Any, ...] = (), **_: Any) -> _Thread:
            return _Thread(self, target, args)

        return SimpleNamespace(Event=event, Thread=thread, Lock=threading.Lock, RLock=threading.RLock)

    def time(self) -> SimpleNamespace:
        """What stands for the module of that name."""
        return SimpleNamespace(sleep=self.sleep, time=lambda: self._seconds)


class _Event:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._is_set = False
        self._waiting: list[tuple[_Turn, int]] = []

    def is_set(self) -> bool:
        return self._is_set

    def set(self) -> None:
        self._is_set = True
        for turn, wait in self._waiting:
            if turn.waits == wait:
                self._clock._wake(turn)
        self._waiting.clear()

    def clear(self) -> None:
        self._is_set = False

    def wait(self, timeout: float | None = None) -> bool:
        if self._is_set:
            return True
        turn = self._clock._running
        self._waiting.append((turn, turn.waits + 1))
        return self._clock._wait(timeout)


class _Thread(threading.Thread):
    def __init__(self, clock: Clock, target: Callable[..., Any], args: tuple[Any, ...]) -> None:
        super().__init__(target=target, args=args, daemon=True)
        self.turn = _Turn()
        self._clock = clock
        self._ended = _Event(clock)

    def start(self) -> None:
        super().start()
        self._clock._threads.append(self)
        self._clock._ready.append(self.turn)

    def run(self) -> None:
        self.turn.baton.acquire()
        try:
            with suppress(Stopped):
                if not self._clock._over:
                    super().run()
        finally:
            if not self._clock._over:
                self._ended.set()
                self._clock._give_way()

    def join(self, timeout: float | None = None) -> None:
        self._ended.wait(timeout)

    def is_alive(self) -> bool:
        return not self._ended.is_set()
