"""A mail server on this machine that receives, refuses, drops the connection and dawdles, as a test wants it to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""Key and certificate of localhost, made for these tests and valid for a hundred years."""
USER, PASSWORD = "gesprekken@zandloper.example", "geheim"
TAKEN = "250 OK"


@dataclass(frozen=True)
class Received:
    """A mail that arrived, with the sender and the recipients of its envelope."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail as a mail program reads it."""
        return message_from_bytes(self.content, policy=default)  # type: ignore[return-value]

    @property
    def subject(self) -> str:
        """Its subject; Python keeps the space of a fold before the first word, mail programs do not."""
        return str(self.message["subject"]).strip()

    def part(self, kind: str) -> bytes:
        """The content of its only part of this type."""
        (found,) = [part for part in self.message.walk() if part.get_content_type() == kind]
        return found.get_payload(decode=True)  # type: ignore[return-value]


@dataclass
class Conduct:
    """How the server behaves: replies by address, and where it breaks off for the next so many mails.

    `breaks` counts down by "MAIL", "RCPT", "BODY" (amid the mail), "TAKEN" (it has the mail, but does not say so).
    """

    replies: dict[str, str] = field(default_factory=dict)
    after_data: dict[str, str] = field(default_factory=dict)
    breaks: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    received: list[Received] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    cutting: bool = False

    def breaks_at(self, step: str) -> bool:
        """Whether to break off here, this time."""
        self.breaks[step] = self.breaks.get(step, 0) - 1
        return self.breaks[step] >= 0

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.breaks_at("MAIL"):
            return _cut(server)
        reply = self.replies.get(address, TAKEN)
        if reply == TAKEN:
            envelope.mail_from = address
        return reply

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.breaks_at("RCPT"):
            return _cut(server)
        self.heard.append(address)
        reply = self.replies.get(address, TAKEN)
        if reply == TAKEN:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.seconds)
        reply = self.after_data.get(envelope.rcpt_tos[0], TAKEN)
        if reply != TAKEN:
            return reply
        self.received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return _cut(server) if self.breaks_at("TAKEN") else TAKEN

    def addresses(self) -> list[str]:
        """To whom mails arrived, in order."""
        return [recipient for mail in self.received for recipient in mail.recipients]


def _cut(server: SMTP) -> str:
    """Break off as a cable does that is pulled out: the other side hears of it at once."""
    line = server.transport.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.transport.abort()
    return "421 never heard"


class _Server(SMTP):
    """Breaks off amid a mail."""

    async def smtp_DATA(self, arg: str) -> None:
        if not self.event_handler.breaks_at("BODY"):
            await super().smtp_DATA(arg)
            return
        self.event_handler.cutting = True
        await self.push("354 go on")
        await self._reader.readuntil(b"\r\n")
        _cut(self)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def post_office(conduct: Conduct, *, encryption: str = "", login: bool = False, **more: Any) -> Iterator[int]:
    """A running server, its port; `encryption` is "starttls", "smtps" or "" for none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    if encryption == "smtps":
        more["ssl_context"] = context
    elif encryption:
        more |= {"tls_context": context, "require_starttls": True}
    if login:
        # A connection that is encrypted from the start is not known as such to aiosmtpd.
        starttls = encryption == "starttls"
        more |= {"authenticator": _lets_in, "auth_required": starttls, "auth_require_tls": starttls}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = _Controller(conduct, hostname="127.0.0.1", port=port, **{"enable_SMTPUTF8": False} | more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def _lets_in(server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)
