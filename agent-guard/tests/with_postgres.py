"""Starts a PostgreSQL server with pgvector, runs a command with AGENT_GUARD_POSTGRES set, and stops the server.

    python3 -m venv target/venv && target/venv/bin/pip install pgserver
    target/venv/bin/python agent-guard/tests/with_postgres.py \
        cargo test -p agent-guard --features postgres-ledger,pgvector --test ledger --test memory_sealed_store -- postgres

The server is the one in the Python package `pgserver`; it listens on a socket in a temporary folder only.
"""

import os
import subprocess
import sys
import tempfile
import urllib.parse

import pgserver

with tempfile.TemporaryDirectory() as folder:
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        uri = urllib.parse.urlsplit(server.get_uri())
        host = urllib.parse.parse_qs(uri.query)["host"][0]
        config = f"host={host} user={uri.username or 'postgres'} dbname={uri.path.lstrip('/') or 'postgres'}"
        code = subprocess.call(sys.argv[1:], env={**os.environ, "AGENT_GUARD_POSTGRES": config})
    finally:
        server.cleanup()
sys.exit(code)
