"""The wire between a laptop and its server that tests cut and pull out."""

import socket

from tests.torture.rough_wire import RoughWire


def test_a_wire_that_is_pulled_out_carries_nothing_until_it_is_plugged_in():
    with socket.create_server(("127.0.0.1", 0)) as server:
        wire = RoughWire(server.getsockname()[1])
        port = int(wire.address.rsplit(":", 1)[1])
        wire.pull_out()
        with socket.create_connection(("127.0.0.1", port)) as laptop:
            assert laptop.recv(1) == b""
        wire.plug_in()
        with socket.create_connection(("127.0.0.1", port)) as laptop:
            there, _ = server.accept()
            with there:
                laptop.sendall(b"a")
                assert there.recv(1) == b"a"
        wire.close()
