"""Processes that are killed, stopped, cut off and left without a disk lose nothing they called saved."""

from tests.torture.campaign import Campaign
from tests.torture.office import Place

EACH_ONCE = 11


def test_whatever_happens_to_processes_every_acknowledged_save_is_there_once(place: Place) -> None:
    campaign = Campaign(place=place, seed=7)
    try:
        campaign.play(EACH_ONCE)
    finally:
        campaign.close()
    assert campaign.wrong == []
    assert all(laptop.saved for laptop in campaign.laptops)
    assert campaign.wire.cuts + campaign.wire.repeats > 1
