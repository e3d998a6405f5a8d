from __future__ import annotations

from inspector.probe.interfaces import Interface, chosen, interfaces, readable


def machine(folder, *cards):
    for index, (name, mac, flags) in enumerate(cards, 1):
        card = folder / name
        card.mkdir(parents=True)
        (card / "address").write_text(f"{mac}\n")
        (card / "flags").write_text(f"{flags}\n")
        (card / "ifindex").write_text(f"{index}\n")
    return folder


def test_interfaces_are_read_in_the_order_of_their_index(tmp_path):
    folder = machine(
        tmp_path,
        ("lo", "00:00:00:00:00:00", "0x9"),
        ("wlan0", "00:1C:42:AA:BB:CC", "0x1003"),
        ("docker0", "02:42:ac:11:00:02", "0x1003"),
        ("eth0", "00:1c:42:aa:bb:cd", "0x1002"),
        ("tun0", "", "0x1"),
    )

    found = interfaces(folder)

    assert (
        Interface("wlan0", "00:1c:42:aa:bb:cc", up=True),
        Interface("docker0", "02:42:ac:11:00:02", up=True),
        Interface("eth0", "00:1c:42:aa:bb:cd", up=False),
    ) == found
    assert [True, False, True] == [one.vendor for one in found]


def test_the_first_that_is_up_and_a_vendor_s_is_chosen():
    down = Interface("eth0", "00:1c:42:aa:bb:cd", up=False)
    soft = Interface("docker0", "02:42:ac:11:00:02", up=True)
    card = Interface("wlan0", "00:1c:42:aa:bb:cc", up=True)

    assert (card, None) == (chosen((down, soft, card)), chosen((down, soft)))


def test_files_that_say_nothing_are_passed_over(tmp_path):
    folder = machine(tmp_path, ("odd", "00:1c:42:aa:bb:cc", "many"))
    (folder / "odd" / "ifindex").unlink()
    (folder / "bonding_masters").write_text("")
    (folder / "bytes").mkdir()
    (folder / "bytes" / "address").write_bytes(b"\xff")

    assert (Interface("odd", "00:1c:42:aa:bb:cc", up=False),) == interfaces(folder)


def test_without_the_kernel_s_files_nothing_can_be_read(tmp_path):
    assert ((), False) == (interfaces(tmp_path / "none"), readable(tmp_path / "none"))
