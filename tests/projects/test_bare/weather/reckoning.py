"""Degrees."""

import math
from dataclasses import dataclass


@dataclass
class Reading:
    """What a thermometer says."""

    celsius: float

    def fahrenheit(self) -> float:
        return self.celsius * 9 / 5 + 32

    async def settled(self) -> bool:
        return self.celsius > -273.15


async def warmest(readings: list[Reading]) -> float:
    return max(reading.celsius for reading in readings)


def felt(celsius: float, wind: float) -> float:
    if wind < 0:
        raise ValueError("wind cannot blow less than not at all")
    return celsius - math.sqrt(wind)


def test_pattern(pattern: str) -> bool:
    return pattern.startswith("re:")
