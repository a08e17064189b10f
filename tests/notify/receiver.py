"""A mail server that takes mail over a real socket and keeps it, or refuses it as it was told to (RFC 5321)."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.say("220 receiver")
        for line in iter(self.rfile.readline, b""):
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb == b"RCPT":
                self.say(self.server.answer)
            elif verb == b"DATA":
                self.take()
            else:
                self.say("250 ok")
        return None

    def take(self):
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        self.server.taken.append(message_from_bytes(content, policy=policy.default))
        self.say("250 taken")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Receiver(socketserver.ThreadingTCPServer):
    """The server; `taken` holds what it took, `answer` is what it says to each recipient."""

    daemon_threads = allow_reuse_address = True
    answer = "250 ok"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken = []

    @property
    def port(self):
        return self.server_address[1]


@contextmanager
def receiving():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
