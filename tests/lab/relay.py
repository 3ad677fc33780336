"""One relay per ordered pair (X, Y): the DNSKEY RRset of a zone comes from X, everything else of it from Y.
Octets are passed on as they are, so the answers are the real servers' own."""
import asyncio
import struct
import sys

from servers import relay_address
from zones import ADDRESS, PROVIDERS, TLD

PORT = int(sys.argv[1])
DNSKEY = 48


def question(message):
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1 : at + 1 + message[at]].lower())
        at += 1 + message[at]
    return b".".join(labels).decode() + ".", struct.unpack("!H", message[at + 1 : at + 3])[0]


def target(message, x, y):
    name, rtype = question(message)
    apex = rtype == DNSKEY and name.endswith(TLD) and name.count(".") == 2
    return ADDRESS[x if apex else y]


class Up(asyncio.DatagramProtocol):
    def __init__(self, down, client, message):
        self.down, self.client, self.message = down, client, message

    def connection_made(self, transport):
        self.transport = transport
        transport.sendto(self.message)
        asyncio.get_running_loop().call_later(5, transport.close)

    def datagram_received(self, data, _):
        self.down.sendto(data, self.client)
        self.transport.close()


class Down(asyncio.DatagramProtocol):
    def __init__(self, x, y):
        self.pair = (x, y)

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        loop = asyncio.get_running_loop()
        remote = (target(data, *self.pair), PORT)
        loop.create_task(loop.create_datagram_endpoint(lambda: Up(self.transport, client, data), remote_addr=remote))


def over_tcp(x, y):
    async def serve(reader, writer):
        try:
            while True:
                size = await reader.readexactly(2)
                message = await reader.readexactly(struct.unpack("!H", size)[0])
                up, down = await asyncio.open_connection(target(message, x, y), PORT)
                down.write(size + message)
                size = await up.readexactly(2)
                writer.write(size + await up.readexactly(struct.unpack("!H", size)[0]))
                down.close()
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    return serve


async def main():
    loop = asyncio.get_running_loop()
    for x in PROVIDERS:
        for y in PROVIDERS:
            at = (relay_address(x, y), PORT)
            await loop.create_datagram_endpoint(lambda x=x, y=y: Down(x, y), local_addr=at)
            await asyncio.start_server(over_tcp(x, y), *at)
    await asyncio.Event().wait()


asyncio.run(main())
