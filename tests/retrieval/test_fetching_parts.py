"""What fetching consists of: which addresses are public, and unpacking bit by bit."""

import gzip
import itertools
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import FetchFault
from retrieval.sources.fetching.addresses import shown
from retrieval.sources.fetching.body import beginning, pieces_of, unpacked, within
from retrieval.sources.fetching.fault_error import FaultError
from retrieval.sources.fetching.public_addresses import is_public

PUBLIC = """
1.1.1.1 8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.0 192.167.255.255 100.63.255.255 100.128.0.0
223.255.255.255
2606:4700:4700::1111 2a00:1450:4001::64 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
"""
OTHERS = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1
198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1
2001::1 2001:db8::1 2002:7f00:1::1 2002:a00:1::1 2002:c0a8:101::1 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
"""


@pytest.mark.parametrize(
    ("address", "expected"),
    [*((one, True) for one in PUBLIC.split()), *((one, False) for one in OTHERS.split())],
)
def test_which_addresses_are_public(address: str, expected: object) -> None:
    assert is_public(address) is expected


@given(st.lists(st.binary(max_size=200_000), min_size=1, max_size=3), st.integers(1, 5000), st.integers(0, 3))
def test_what_was_packed_comes_out_as_it_was_however_it_is_cut(
    members: list[bytes], size: int, padding: int
) -> None:
    packed = b"".join(gzip.compress(member) + bytes(padding) for member in members)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    found = list(unpacked(pieces))
    assert b"".join(found) == b"".join(members)
    assert max(map(len, found), default=0) <= 1 << 16
    assert b"".join(unpacked(pieces_of(packed))) == b"".join(members)


@given(st.data())
def test_what_is_cut_off_is_told(data: st.DataObject) -> None:
    packed = gzip.compress(bytes(range(256)) * 50)
    kept = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(FaultError) as caught:
        list(unpacked([packed[:kept]]))
    assert caught.value.fault is FetchFault.CUT_OFF


def test_of_a_bomb_only_what_is_wanted_is_unpacked() -> None:
    packer = zlib.compressobj(wbits=31)
    endless = (packer.compress(bytes(1 << 20)) for _ in itertools.count())
    taken: list[bytes] = []
    with pytest.raises(FaultError) as caught:
        taken.extend(within(5 << 20, unpacked(endless)))
    assert (caught.value.fault, caught.value.facts) == (FetchFault.TOO_LARGE, {"megabytes": 5})
    assert 4 << 20 < sum(map(len, taken)) <= 5 << 20


@given(st.lists(st.binary(max_size=20)), st.integers(1, 100))
def test_the_beginning_is_so_long_and_the_rest_is_not_asked_for(pieces: list[bytes], most: int) -> None:
    source = iter(pieces)
    assert b"".join(beginning(most, source)) == b"".join(pieces)[:most]
    taken = pieces[: len(pieces) - len(list(source))]
    assert len(b"".join(taken[:-1])) < most


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://a.kz/b%20c/?token=s#part", "https://a.kz/b%20c/?…"),
        ("https://a.kz/@name/2@x.html", "https://a.kz/@name/2@x.html"),
        ("https://xn--80ao21a/#part", "https://қаз/"),
        ("http://me:pass@[::1]:80/", "http://[::1]:80/"),
        ("http://a.kz/" + "x" * 300, "http://a.kz/" + "x" * 188 + "…"),
        ("a\n\x1b[31mb\u202ec", "a[31mbc"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, said: str) -> None:
    assert shown(address) == said
