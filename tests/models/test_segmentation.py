import numpy as np
import pytest

from models.segmentation import WINDOW_S, Segmentation, window_starts


@pytest.mark.parametrize(
    ("duration", "starts"),
    [(0.0, [0.0]), (3.0, [0.0]), (10.0, [0.0]), (10.1, [0.0, 2.5]), (15.0, [0.0, 2.5, 5.0])],
)
def test_windows_cover_everything_and_no_more(duration: float, starts: list[float]) -> None:
    assert window_starts(duration, 2.5).tolist() == starts


def test_nobody_is_active_in_silence(segments: Segmentation) -> None:
    activity = segments.listen(np.zeros(30_000, np.float32), window_starts(1.9, 2.5))
    assert activity.active.shape == (1, 589, 3)
    assert not activity.active.any()


def test_no_windows_give_no_activity(segments: Segmentation) -> None:
    assert segments.listen(np.zeros(0, np.float32), np.zeros(0)).active.shape[0] == 0


def test_frames_lie_within_their_window(segments: Segmentation) -> None:
    times = segments.listen(np.zeros(160_000, np.float32), window_starts(10.0, 2.5)).frame_times
    assert 0 < times[0] < 0.05
    assert times[-1] < WINDOW_S


def test_a_turn_is_active_where_it_is_spoken(segments: Segmentation, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    activity = segments.listen(call.audio.channel(0), window_starts(call.audio.duration_s, 10.0))
    heard = np.zeros(activity.active.shape[:2], bool)
    times = activity.starts[:, None] + activity.frame_times[None]
    for turn in call.turns():
        heard |= (times >= turn["start"]) & (times < turn["end"])
    speaking = activity.active.any(axis=2)
    assert speaking[heard].mean() > 0.8
    assert speaking[~heard & (times > 6) & (times < 50)].mean() < 0.4


def test_what_is_active_is_also_probable(segments: Segmentation, sample) -> None:  # type: ignore[no-untyped-def]
    call = sample("clinic_mono")
    activity = segments.listen(call.audio.channel(0), window_starts(call.audio.duration_s, 10.0))
    one, two = activity.at_least[..., 0], activity.at_least[..., 1]
    assert ((two >= 0) & (two <= one + 1e-6) & (one <= 1 + 1e-5)).all()
    speaking = activity.active.any(axis=2)
    assert one[speaking].mean() > 0.9
    assert one[~speaking].mean() < 0.1
