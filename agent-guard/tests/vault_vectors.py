"""Computes the test vectors of docs/sealed-format.md, independently of the Rust code.

    pip install pynacl cryptography cbor2 && python3 vault_vectors.py

libsodium (by PyNaCl) seals, OpenSSL (by cryptography) derives, cbor2 encodes. What it prints stands in src/seal/known_answers.rs.
"""

import hashlib
import hmac
import math
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt


def derive(key, usage):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=usage).derive(key)


def prefixed(parts):
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def mac(key, parts):
    return hmac.new(key, prefixed(parts), hashlib.sha256).digest()


def seal(key, kind, epoch, nonce, bound_to, content):
    header = bytes([1, kind]) + struct.pack(">I", epoch)
    return header + nonce + encrypt(content, header + prefixed(bound_to), nonce, key)


def rotate_left(x, n):
    return (x << n | x >> (32 - n)) & 0xFFFFFFFF


def hchacha20(key, nonce):
    state = list(struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key) + struct.unpack("<4I", nonce))

    def quarter(a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xFFFFFFFF
            state[z] = rotate_left(state[z] ^ state[x], n)

    for _ in range(10):
        for column in range(4):
            quarter(column, 4 + column, 8 + column, 12 + column)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<8I", *state[:4], *state[12:])


def xchacha20(key, nonce, length):
    inner = struct.pack("<II", 0, 0) + nonce[16:]
    cipher = Cipher(algorithms.ChaCha20(hchacha20(key, nonce[:16]), inner), mode=None)
    return cipher.encryptor().update(bytes(length))


def perturbation(key, nonce, radius, dimensions):
    blocks = -(-dimensions // 16)
    coins = xchacha20(key, nonce, 4 * (1 + 16 * blocks))
    uniform = [((word >> 8) + 1) / 2**24 for word in struct.unpack(f"<{1 + 16 * blocks}I", coins)]
    point = []
    for block in range(blocks):
        words = uniform[1 + 16 * block :][:16]
        lengths = [math.sqrt(-2 * math.log(word)) for word in words[:8]]
        point += [r * math.cos(2 * math.pi * w) for r, w in zip(lengths, words[8:])]
        point += [r * math.sin(2 * math.pi * w) for r, w in zip(lengths, words[8:])]
    point = point[:dimensions]
    factor = radius * uniform[0] ** (1 / dimensions) / math.sqrt(sum(x * x for x in point))
    return [x * factor for x in point]


def hadamard(block):
    if len(block) == 1:
        return block
    half = len(block) // 2
    left, right = block[:half], block[half:]
    sums = hadamard([a + b for a, b in zip(left, right)])
    differences = hadamard([a - b for a, b in zip(left, right)])
    return [x / math.sqrt(2) for x in sums + differences]


def turn(key, vector):
    n = len(vector)
    size = 2 ** (n.bit_length() - 1)
    signs = xchacha20(key, bytes(24), 3 * n)
    for i in range(3):
        vector = [-x if sign & 1 else x for x, sign in zip(vector, signs[i * n :])]
        vector = hadamard(vector[:size]) + vector[size:]
        if size < n:
            vector = vector[: n - size] + hadamard(vector[n - size :])
    return vector


def seal_vector(key, store, beta, nonce, vector):
    key = mac(key, [store])
    fraction = int.from_bytes(derive(key, b"agent-guard/v1/vector/scale")[:3], "big") / 2**24
    scale = 256 * (1 + 15 * fraction)
    noise = perturbation(derive(key, b"agent-guard/v1/vector/perturbation"), nonce, scale * beta / 4, len(vector))
    turned = turn(derive(key, b"agent-guard/v1/vector/isometry"), vector)
    return [scale * x + y for x, y in zip(turned, noise)]


def show(name, value):
    print(f"{name}\n    {value.hex() if isinstance(value, bytes) else value}")


master, index_key, data_key = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
nonce = bytes(range(0x80, 0x98))
subject, store, record = b"ada", b"notes", b"1"

show("master key id", derive(master, b"agent-guard/v1/master/id")[:16])
pseudonym = mac(derive(index_key, b"agent-guard/v1/index/pseudonym"), [subject])
show("pseudonym", pseudonym)
wrapping_key = derive(master, b"agent-guard/v1/master/wrap")
context = b"agent-guard/v1/key/data" + pseudonym + struct.pack(">I", 1)
show("wrapped data key", seal(wrapping_key, 1, 0, nonce, [context], data_key))
show("wrapped index key", seal(wrapping_key, 1, 0, nonce, [b"agent-guard/v1/key/index"], index_key))
sealing_key = derive(data_key, b"agent-guard/v1/data/seal")
show("sealed bytes", seal(sealing_key, 2, 1, nonce, [subject, store, record], b"likes tea"))
value = cbor2.dumps({"text": "likes tea", "stars": 5})
show("sealed value", seal(sealing_key, 3, 1, nonce, [subject, store, record], value))
show("blind index", mac(derive(index_key, b"agent-guard/v1/index/blind"), [store, b"email", b"ada@example.org"]))
show("blind index of the person", mac(derive(data_key, b"agent-guard/v1/data/index"), [store, b"email", b"ada@example.org"]))
vector = [0.5, -0.5, 0.25, 0.25, 0.5, 0.125]
sealed = seal_vector(derive(data_key, b"agent-guard/v1/data/vector"), store, 0.5, nonce, vector)
show("sealed vector", [float(f"{x:.3f}") for x in sealed])
