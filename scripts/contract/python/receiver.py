"""The simulator, and a receiver of its webhooks."""

import http.server
import json
import os
import queue
import threading
import urllib.request

URL = os.environ["SIMULATOR_URL"]
TIMEOUT_SECONDS = 60


class Receiver:
    """Receives webhooks until it is closed. `take` returns the next one: path, headers, body."""

    def __init__(self):
        webhooks = self.webhooks = queue.Queue()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhooks.put((self.path, self.headers, body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["HOOKS_PORT"])), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self):
        return self.webhooks.get(timeout=TIMEOUT_SECONDS)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def control(method, path, body=None):
    """A control of the simulator."""
    request = urllib.request.Request(
        f"{URL}/simulator/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={} if body is None else {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        return json.load(answer)
