"""Voices into speakers: which embeddings belong together, and how many speakers there are.

The scheme of pyannote.audio's AgglomerativeClustering (Bredin 2023): link by centroids, cut at a distance, and give
the members of groups too small to be a speaker to the nearest one that isn't.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]


def cluster(
    voices: Vectors, threshold: float, min_size: int, far_distance: float, speakers: int | None = None
) -> Labels:
    """A label 0, 1, ... for each of `voices` (n, dimension; unit vectors).

    Groups nearer than `threshold` (Euclidean, between centroids) are one speaker; groups under `min_size` are none,
    but for those of two voices or more that are `far_distance` from all others: somebody who said little.
    With `speakers`, the cut is moved to where that many large groups, or as near as can be, come out.
    """
    if len(voices) < 2:
        return np.zeros(len(voices), dtype=np.int64)
    # A short recording has few voices in all: a fifth of them may be a speaker.
    smallest = min(min_size, max(1, round(0.2 * len(voices))))
    tree = linkage(voices.astype(np.float64), method="centroid")
    labels = _cut(tree, threshold)
    if speakers is not None and len(_large(labels, smallest)) != speakers:
        labels = _cut_into(tree, threshold, smallest, speakers)
    large = _large(labels, smallest)
    far = _far_from(large, voices, labels, far_distance) if speakers is None else large[:0]
    return _without_small(voices, labels, np.concatenate([large, far]))


def alike(voices: Vectors, distance: float) -> Labels:
    """A label 0, 1, ... for each of two or more `voices` (n, dimension); on average nearer than `distance` is alike."""
    return _cut(linkage(voices.astype(np.float64), method="average"), distance)


def mean_voice(heard: Sequence[tuple[Vectors, float]]) -> Vectors | None:
    """The mean of voices, each weighed by the seconds it was heard for, as a unit vector; None of none."""
    if not heard:
        return None
    mean = np.sum([voice * seconds for voice, seconds in heard], axis=0)
    unit: Vectors = mean / np.linalg.norm(mean)
    return unit


def nearest(voices: Vectors, centroids: Vectors) -> Labels:
    """The index of the centroid that each voice (n, dimension) is most like, by cosine."""
    best: Labels = (voices @ _unit(centroids).T).argmax(axis=1)
    return best


def centroids_of(voices: Vectors, labels: Labels) -> Vectors:
    """The mean voice of each label 0, 1, ...: (labels, dimension)."""
    return np.stack([voices[labels == label].mean(axis=0) for label in range(labels.max() + 1)])


def _cut_into(tree: NDArray[np.float64], threshold: float, smallest: int, speakers: int) -> Labels:
    """The cut, nearest to `threshold` in the order of merging, with the number of large groups nearest `speakers`."""
    order = tree.copy()
    order[:, 2] = np.arange(len(tree))
    best = np.zeros(len(tree) + 1, dtype=np.int64)
    off = abs(1 - speakers)
    for step in np.argsort(np.abs(tree[:, 2] - threshold), kind="stable"):
        if order[step, 3] < smallest:
            continue
        labels = _cut(order, float(step))
        now = abs(len(_large(labels, smallest)) - speakers)
        if now < off:
            best, off = labels, now
        if off == 0:
            break
    return best


def _cut(tree: NDArray[np.float64], distance: float) -> Labels:
    return fcluster(tree, distance, criterion="distance").astype(np.int64) - 1


def _large(labels: Labels, smallest: int) -> Labels:
    names, sizes = np.unique(labels, return_counts=True)
    large: Labels = names[sizes >= smallest]
    return large


def _far_from(large: Labels, voices: Vectors, labels: Labels, distance: float) -> Labels:
    """The groups of two voices or more that are at least `distance` from all the large ones."""
    if len(large) == 0:
        return large
    known = _unit(np.stack([voices[labels == label].mean(axis=0) for label in large]))
    others = np.setdiff1d(_large(labels, 2), large)
    apart = [np.linalg.norm(known - _unit(voices[labels == o].mean(axis=0)[None]), axis=1).min() for o in others]
    far: Labels = others[np.array(apart) >= distance]
    return far


def _without_small(voices: Vectors, labels: Labels, speakers: Labels) -> Labels:
    """Labels of `speakers` renumbered from 0 by size, members of other groups given to the nearest speaker."""
    if len(speakers) == 0:
        return np.zeros(len(labels), dtype=np.int64)
    renumbered = np.full(len(labels), -1, dtype=np.int64)
    for new, old in enumerate(sorted(speakers, key=lambda name: -int((labels == name).sum()))):
        renumbered[labels == old] = new
    kept = renumbered >= 0
    if not kept.all():
        centroids = centroids_of(voices[kept], renumbered[kept])
        for old in np.unique(labels[~kept]):
            group = labels == old
            renumbered[group] = nearest(voices[group].mean(axis=0)[None], centroids)[0]
    return renumbered


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
