"""One emulator for all tests of the producer; every test has a stream of its own."""

from collections.abc import Iterator

import pytest
from emulator import emulated_aws


@pytest.fixture(scope="session")
def aws() -> Iterator[str]:
    with emulated_aws() as url:
        yield url
