import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clustering import cluster

FAR = 1.0


def voices(sizes: list[int], spread: float = 0.3, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around as many random directions as there are sizes, and whose they are."""
    rng = np.random.default_rng(seed)
    middles = rng.standard_normal((len(sizes), 192))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    whose = np.repeat(np.arange(len(sizes)), sizes)
    found = middles[whose] + spread * rng.standard_normal((len(whose), 192)) / np.sqrt(192)
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32), whose


def same_partition(a: np.ndarray, b: np.ndarray) -> bool:
    return bool(((a[:, None] == a[None]) == (b[:, None] == b[None])).all())


@pytest.mark.parametrize("sizes", [[20], [20, 15], [30, 10, 8]])
def test_the_number_of_speakers_is_found(sizes: list[int]) -> None:
    found, whose = voices(sizes)
    assert same_partition(cluster(found, 0.75, 4, FAR), whose)


def test_one_odd_voice_is_no_speaker() -> None:
    found, _ = voices([20, 20, 1])
    assert set(cluster(found, 0.75, 4, FAR)) == {0, 1}


def test_few_voices_are_a_speaker_only_where_they_are_like_nobody_else() -> None:
    found, whose = voices([20, 20, 3])
    assert same_partition(cluster(found, 0.75, 4, FAR), whose)
    assert set(cluster(found, 0.75, 4, 2.0)) == {0, 1}


def test_few_voices_are_no_speaker_beyond_the_given_number() -> None:
    found, _ = voices([20, 20, 3])
    assert set(cluster(found, 0.75, 4, FAR, speakers=2)) == {0, 1}


def test_a_given_number_of_speakers_is_kept_to() -> None:
    found, _ = voices([20, 15, 10])
    assert len(set(cluster(found, 0.75, 4, FAR, speakers=2))) == 2
    alike, whose = voices([20, 20], spread=0.2)
    assert same_partition(cluster(alike, 5.0, 4, FAR, speakers=2), whose)


def test_one_voice_or_none_needs_no_clustering() -> None:
    assert cluster(np.zeros((0, 192), np.float32), 0.75, 4, FAR).tolist() == []
    assert cluster(voices([1])[0], 0.75, 4, FAR).tolist() == [0]


def test_the_largest_speaker_comes_first() -> None:
    labels = cluster(voices([8, 30])[0], 0.75, 4, FAR)
    assert (labels == 0).sum() == 30


@given(st.integers(1, 30), st.integers(0, 10_000), st.none() | st.integers(1, 5))
def test_labels_are_always_numbered_from_zero_without_gaps(count: int, seed: int, speakers: int | None) -> None:
    found = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    labels = cluster(found, 0.75, 4, FAR, speakers)
    assert labels.shape == (count,)
    assert sorted(set(labels.tolist())) == list(range(labels.max() + 1))
