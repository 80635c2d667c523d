#!/usr/bin/env python3
"""Reads and writes TFRecord files of tf.train.Example by the public descriptions of both, sharing nothing with Zenset.

    tfrecord.py read FILE      one line of JSON for each record: {feature: [kind, values]}; bytes as Latin-1
    tfrecord.py write FILE     the records of the sample in tests/data/tfrecord
"""
import json
import struct
import sys

TABLE = []
for byte in range(256):
    crc = byte
    for _ in range(8):
        crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    TABLE.append(crc)


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    with open(path, "rb") as file:
        while head := file.read(12):
            length, check = struct.unpack("<QI", head)
            assert check == masked(head[:8]), "checksum of a length"
            data = file.read(length)
            assert struct.unpack("<I", file.read(4))[0] == masked(data), "checksum of data"
            yield data


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        shift, at = shift + 7, at + 1
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 5:
            value, at = data[at:at + 4], at + 4
        else:
            assert key & 7 == 2, f"wire type {key & 7}"
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        yield key >> 3, value


def numbers(data):
    at = 0
    while at < len(data):
        value, at = varint(data, at)
        yield value - (1 << 64) if value >> 63 else value


def feature(data):
    for kind, body in fields(data):
        if kind == 1:
            return ["bytes", [value.decode("latin-1") for _, value in fields(body)]]
        packed = b"".join(value if isinstance(value, bytes) else b"" for _, value in fields(body))
        if kind == 2:
            return ["float", list(struct.unpack(f"<{len(packed) // 4}f", packed))]
        return ["int64", list(numbers(packed))]
    return None


def example(data):
    found = {}
    for _, features in fields(data):
        for _, entry in fields(features):
            parts = dict(fields(entry))
            found[parts[1].decode()] = feature(parts.get(2, b""))
    return found


def encode(number, data):
    def size(value):
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])
    return size(number << 3 | 2) + size(len(data)) + data


def text(*values):
    return encode(1, b"".join(encode(1, value) for value in values))


def floats(*values):
    return encode(2, encode(1, struct.pack(f"<{len(values)}f", *values)))


def record(features):
    body = b"".join(encode(1, encode(1, name.encode()) + encode(2, value)) for name, value in features.items())
    data = encode(1, body)
    head = struct.pack("<Q", len(data))
    return head + struct.pack("<I", masked(head)) + data + struct.pack("<I", masked(data))


if sys.argv[1] == "read":
    for data in records(sys.argv[2]):
        print(json.dumps(example(data), sort_keys=True))
else:
    with open(sys.argv[2], "wb") as out:
        out.write(record({"name": text("Zoë".encode()), "size": floats(1.5, -0.0), "tags": text(b"a", b"b"), "raw": text(b"\xff\x00")}))
        out.write(record({"size": floats(2.5, float("inf")), "tags": text(), "raw": text(b"")}))
