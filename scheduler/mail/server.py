"""The mail server, spoken to step by step, so that at every moment it is known whether it has taken a mail.

It has once it says so after the line with the single full stop that ends a mail (RFC 5321, 4.1.1.4). Before that line
it has not; if the connection breaks right after it, nobody can know.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from typing import TYPE_CHECKING

from scheduler.language import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from types import TracebackType
    from typing import Self

    from scheduler.mail.address import ServerAddress

CONNECT_SECONDS = 30.0
"""How long a server may take to answer at all."""
TAKE_SECONDS = 600.0
"""How long it may take to take a mail: as long as RFC 5321, 4.5.3.2 asks for, as giving up early leaves a doubt."""
CLOSING = 421
"""The server's word for: I close this connection now."""


class Trouble(Exception):
    """The server cannot be used as it is: a sentence for the office, with its fields. Nothing was given to it."""

    def __init__(self, message: str, **fields: object) -> None:
        self.message, self.fields = message, fields
        super().__init__(message)


class Refused(Exception):
    """The server has certainly not taken a mail; `of_sender`: it takes none from this sender."""

    def __init__(self, said: str, *, of_sender: bool = False) -> None:
        self.said, self.of_sender = said, of_sender
        super().__init__(said[:3])


class Broken(Exception):
    """The connection broke before the server could take the mail: it certainly has not."""


class InDoubt(Exception):
    """The connection broke just when the server may have taken the mail."""


class MailServer:
    """A connection that is made when it is needed, and made again after it broke."""

    def __init__(self, address: ServerAddress, password: str = "") -> None:
        self.address = address
        self.encrypted = True
        self._password = password
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.quit() if kind is None else connection.close()

    def connect(self) -> None:
        """See to it that there is a connection, encrypted and logged in.

        Raises:
            Trouble: the server is not there, not who it says it is, or does not let this user in.
        """
        if self._connection is None:
            with _told_plainly(self.address):
                self._connection = self._connected()

    def deliver(self, mail: EmailMessage, sender: str, recipient: str, at_last: Callable[[], None]) -> None:
        """Give it one mail for one recipient; `at_last` is called right before the line that makes it the server's.

        Raises:
            Refused, Broken: it has not taken the mail.
            InDoubt: nobody knows.
            Trouble: there is no connection to be had.
        """
        self.connect()
        connection = self._connection
        assert connection is not None
        try:
            self._introduce(connection, sender, recipient)
            connection.send(_with_dots_doubled(mail.as_bytes()))
        except OSError as error:  # smtplib's own are of this kind too
            self._drop()
            raise Broken from error
        try:
            at_last()
        except BaseException:
            self._drop()
            raise
        try:
            connection.send(b".\r\n")
        except OSError as error:
            self._drop()
            raise Broken from error
        try:
            code, said = connection.getreply()
        except OSError as error:
            self._drop()
            raise InDoubt from error
        if not 200 <= code < 600:
            self._drop()
            raise InDoubt
        if code >= 300:
            self._refuse(connection, code, said)

    def _introduce(self, connection: smtplib.SMTP, sender: str, recipient: str) -> None:
        """Everything before the mail itself."""
        options = [] if (sender + recipient).isascii() else ["SMTPUTF8"]
        if options and not connection.has_extn("smtputf8"):
            raise Refused("553 this server takes ASCII addresses only")
        connection.command_encoding = "utf-8" if options else "ascii"
        code, said = connection.mail(sender, options)
        if code != 250:
            self._refuse(connection, code, said, of_sender=True)
        code, said = connection.rcpt(recipient)
        if code not in (250, 251):
            self._refuse(connection, code, said)
        code, said = connection.docmd("DATA")
        if code != 354:
            self._refuse(connection, code, said)

    def _refuse(self, connection: smtplib.SMTP, code: int, said: bytes, *, of_sender: bool = False) -> None:
        if code == CLOSING:
            self._drop()
            raise Broken
        try:
            connection.rset()
        except OSError:
            self._drop()
        raise Refused(f"{code} {_one_line(said)}", of_sender=of_sender)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _connected(self) -> smtplib.SMTP:
        host, port, context = self.address.host, self.address.port, ssl.create_default_context()
        # The name of this machine is nobody's business: an address literal is as good (RFC 5321, 4.1.4).
        own_name = "[127.0.0.1]"
        connection: smtplib.SMTP
        if self.address.scheme == "smtps":
            connection = smtplib.SMTP_SSL(host, port, own_name, timeout=CONNECT_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(host, port, own_name, timeout=CONNECT_SECONDS)
        try:
            connection.ehlo_or_helo_if_needed()
            if self.address.scheme == "smtp":
                self._encrypt(connection, context)
            if self.address.user:
                connection.login(self.address.user, self._password)
            assert connection.sock is not None
            connection.sock.settimeout(TAKE_SECONDS)
        except BaseException:
            connection.close()
            raise
        return connection

    def _encrypt(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
        elif self.address.is_this_machine:
            self.encrypted = False
        else:
            raise Trouble(marked("{host} offers no encryption (STARTTLS), and mail with names in it does not go there "
                                 "without. Try smtps://, or ask your provider."), host=self.address.host)


@contextlib.contextmanager
def _told_plainly(address: ServerAddress) -> Iterator[None]:
    place = {"host": address.host, "port": address.port}
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Trouble(marked("The certificate of {host} is not in order ({cause}): this may not be your school's mail "
                             "server. Look at the name in the address, or ask your provider."),
                      cause=error.verify_message, **place) from error
    except ssl.SSLError as error:
        raise Trouble(marked("{host} does not speak smtps on port {port}. Try smtp:// with port 587."),
                      **place) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Trouble(marked("{host} does not let {user} in ({said}). Look at the user and the password; some "
                             "providers want a password made for programs (an app password)."),
                      user=address.user, said=f"{error.smtp_code} {_one_line(error.smtp_error)}", **place) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Trouble(marked("{host} asks for no user on port {port}. Leave the user out of the address, or try "
                             "another port."), **place) from error
    except smtplib.SMTPResponseException as error:
        raise Trouble(marked("{host} takes no mail now ({said}). Try again later."),
                      said=f"{error.smtp_code} {_one_line(error.smtp_error)}", **place) from error
    except smtplib.SMTPServerDisconnected as error:
        raise Trouble(marked("{host} answers on port {port}, but breaks off. Try again later, or look at the port."),
                      **place) from error
    except smtplib.SMTPException as error:
        raise Trouble(marked("{host} accepts no password. Ask your provider how a program can send mail."),
                      **place) from error
    except UnicodeError as error:
        raise Trouble(marked("The user or the password holds letters with accents, which {host} cannot be given. "
                             "Choose others."), **place) from error
    except OSError as error:
        raise Trouble(marked("{host} cannot be reached on port {port}. Look at the address and at your connection to "
                             "the internet."), **place) from error


def _with_dots_doubled(content: bytes) -> bytes:
    """The mail as it goes over the line (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", content)


def _one_line(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]
