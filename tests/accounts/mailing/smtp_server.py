"""A mail server on the loopback, as much of SMTP as Django speaks."""

import socketserver
import threading
from contextlib import contextmanager


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.answer("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "QUIT":
                return self.answer("221 bye")
            self.answer(self.data() if word == "DATA" else self.reply(word, line))
        return None

    def reply(self, word, line):
        if word == "RCPT" and "nobody" in line:
            return "550 no such user"
        if word == "RCPT" and "full" in line:
            return "452 mailbox full"
        return "250 ok"

    def data(self):
        self.answer("354 go on")
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        self.server.received.append("\n".join(lines))
        return "250 taken"

    def answer(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def smtp_server(settings, port=0):
    with Server(("127.0.0.1", port), Session) as server:
        server.received = []
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
