"""A small OpenAI-compatible server that says and does what a test tells it."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STOP = "stop"


@dataclass(frozen=True)
class Reply:
    """One answer: the text in pieces, and what goes wrong with it.

    ``finish`` is why it ends, empty for a stream that is cut; ``hang`` seconds pass before
    the first piece, and ``pause`` seconds after each one.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = STOP
    hang: float = 0.0
    pause: float = 0.0


class ScriptedServer:
    """Answers the requests in turn with its replies, the last one again and again."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply("Yes.")]
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.was_left = threading.Event()
        self.tokens_per_word = 0  # of its tokenizer; 0: it has none
        script = self

        class Handler(_Handler):
            server_script = script

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        """What each request said, all its messages in one."""
        return ["\n".join(m["content"] for m in r["messages"]) for r in self.requests]

    def say(self, *replies: str | Reply) -> None:
        """Set what the server answers from now on."""
        self.replies = [Reply(r) if isinstance(r, str) else r for r in replies]

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_script: ScriptedServer

    def do_POST(self) -> None:
        script = self.server_script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/tokenize" and script.tokens_per_word:
            words = body["content"].split()
            self._json(200, {"tokens": [0] * len(words) * script.tokens_per_word}, {})
        elif self.path != "/v1/chat/completions":
            self._json(404, {"error": {"message": "no such place"}}, {})
        else:
            script.requests.append(body)
            script.keys.append(self.headers["Authorization"])
            self._complete(script.next_reply())

    def _complete(self, reply: Reply) -> None:
        if reply.status != 200:
            # As real ones do, it repeats the key.
            message = f"refused: {self.headers['Authorization']}"
            self._json(reply.status, {"error": {"message": message}}, reply.headers)
            return
        try:
            self._wait(reply.hang)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for word in reply.text.split(" "):
                self._send({"content": f"{word} "}, None)
                self._wait(reply.pause)
            if reply.finish:
                self._send({}, reply.finish)
                self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.server_script.was_left.set()

    def _wait(self, seconds: float) -> None:
        """Wait, unless the client hangs up."""
        end = time.monotonic() + seconds
        self.connection.setblocking(False)
        try:
            while time.monotonic() < end:
                time.sleep(0.02)
                try:
                    if not self.connection.recv(1):
                        raise ConnectionResetError
                except BlockingIOError:
                    pass
        finally:
            self.connection.setblocking(True)

    def _send(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at what was asked."""
