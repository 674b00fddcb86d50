"""Packets of Engine.IO 3 and Socket.IO 2: byte for byte as socket.io-client 2.5.0 sends them; whatever else arrives is refused, not guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.kit.errors import Refused
from ansinh.wire import engine_io_3 as engine
from ansinh.wire import socket_io_2 as socket_io

PACKETS = st.lists(st.builds(lambda kind, text: kind.value + text, st.sampled_from(engine.Kind), st.text()), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("body", "packets"),
    [
        (b"9:40/event,", [("4", "0/event,")]),
        (b'22:42/event,0["/info",{}]', [("4", '2/event,0["/info",{}]')]),
        (b"9:41/event,1:1", [("4", "1/event,"), ("1", "")]),
        (b"\x00\x09\xff40/event,", [("4", "0/event,")]),
        (b"\x00\x01\xff2\x00\x01\x00\xff4" + b"x" * 9, [("2", ""), ("4", "x" * 9)]),
        ('9:42["ễ"]🙂'.encode(), [("4", '2["ễ"]🙂')]),
        ("6:4é🙂ễb".encode(), [("4", "é🙂ễb")]),
        (b"10:b4AQIDBAUG1:2", [("2", "")]),
        (b"\x01\x02\xff\x04\x01\x00\x01\xff2", [("2", "")]),
        (b"", []),
    ],
)
def test_what_clients_post_is_read_in_both_framings_and_binary_packets_are_passed_over(body: bytes, packets: list[tuple[str, str]]) -> None:
    assert [(packet.kind.value, packet.text) for packet in engine.read_payload(body)] == packets


@given(PACKETS, st.booleans())
def test_a_payload_is_read_as_it_was_written(packets: list[str], as_bytes: bool) -> None:
    assert [packet.kind.value + packet.text for packet in engine.read_payload(engine.write_payload(packets, as_bytes=as_bytes))] == packets


def test_both_framings_are_written_as_clients_read_them() -> None:
    assert engine.write_payload(["40/event", "3"]) == b"8:40/event1:3"
    assert engine.write_payload(["40/event", "4" * 12], as_bytes=True) == b"\x00\x08\xff40/event\x00\x01\x02\xff" + b"4" * 12


@pytest.mark.parametrize(
    "body",
    [
        *(b"5", b":", b"x:4", b"9:4", b"0:", b"1:9", b"-1:4", b"2 :44", b"1:\xff", "2:4🙂".encode(), "²:44".encode()),
        *(
            b"\x00",
            b"\x00\xff4",
            b"\x00\x05\xff4",
            b"\x00\x0b\xff4",
            b"\x00\x01\xff\x80",
            b"1" * 20 + b":4",
            b"\x00" + b"\x09" * 20 + b"\xff",
        ),
    ],
)
def test_what_is_no_payload_is_refused_without_its_content(body: bytes) -> None:
    with pytest.raises(Refused, match=r"not Engine\.IO 3"):
        engine.read_payload(body)


@given(st.binary(max_size=40) | st.from_regex(r"[0-9]{1,2}:[0-6].{0,9}", fullmatch=True).map(str.encode))
def test_any_bytes_are_packets_or_refused(body: bytes) -> None:
    try:
        packets = engine.read_payload(body)
        for packet in packets:
            socket_io.read(packet.text)
    except Refused:
        return


def test_the_first_packet_tells_a_client_how_to_stay() -> None:
    packet = engine.opening("sid", ping_interval_s=25.0, ping_timeout_s=60.0, may_upgrade=True)
    assert packet == '0{"sid":"sid","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":60000}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0/event,", socket_io.Message(kind=socket_io.Kind.CONNECT, namespace="/event")),
        ("0/event", socket_io.Message(kind=socket_io.Kind.CONNECT, namespace="/event")),
        ("0/event?token=a%2Cb,", socket_io.Message(kind=socket_io.Kind.CONNECT, namespace="/event")),
        ("1/event,", socket_io.Message(kind=socket_io.Kind.DISCONNECT, namespace="/event")),
        ("1", socket_io.Message(kind=socket_io.Kind.DISCONNECT)),
        ('20["/info",{}]', socket_io.Message(kind=socket_io.Kind.EVENT, event="/info", ack=0)),
        ('2/event,17["/info"]', socket_io.Message(kind=socket_io.Kind.EVENT, namespace="/event", event="/info", ack=17)),
        ('2["/info"]', socket_io.Message(kind=socket_io.Kind.EVENT, event="/info")),
        ("2[7]", socket_io.Message(kind=socket_io.Kind.EVENT, event="7")),
        ('51-["/info",{"_placeholder":true,"num":0}]', socket_io.Message(kind=socket_io.Kind.BINARY_EVENT)),
    ],
)
def test_messages_are_read_as_clients_send_them(text: str, message: socket_io.Message) -> None:
    assert socket_io.read(text) == message


@pytest.mark.parametrize("text", ["", "7", "x", "2", "2{}", "2[]", "2[null]", '2["a"', "2[[" + "[" * 2000])
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(Refused, match=r"not Socket\.IO 2"):
        socket_io.read(text)


def test_all_that_is_written_is_ascii_so_that_decoding_it_twice_changes_nothing() -> None:
    written = socket_io.event("/event", {"message": "Nguyễn 🙂"}, namespace="/event") + socket_io.no_such_namespace("/x")
    assert written.isascii()
    assert json.loads(socket_io.event("a", "ễ🙂")[1:]) == ["a", "ễ🙂"]
    assert socket_io.connected("/") == "0"
    assert socket_io.connected("/event") == "0/event"
    assert socket_io.ack(3, {"serial": "S"}, namespace="/event") == '3/event,3[{"serial":"S"}]'
