"""Where the mail server is: smtps://user@host:465 or smtp://user@host:587."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from scheduler.language import marked
from scheduler.problems import BadInput

PORTS = {"smtps": 465, "smtp": 587}
OPTION = "--smtp"

_UNREADABLE = marked("This is no address of a mail server. Write smtps://user@host:465 or smtp://user@host:587.")
_PASSWORD = marked("A password on the command line can be read by others on this machine. Leave it out: the program "
                   "asks for it, or reads it from the environment variable {variable}.")
PASSWORD_VARIABLE = "TIENMINUTEN_SMTP_PASSWORD"  # noqa: S105  # the name of a variable, no password


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A mail server; `user` is "" where it asks for no name."""

    scheme: Literal["smtps", "smtp"]
    host: str
    port: int
    user: str

    @property
    def is_this_machine(self) -> bool:
        """Whether what is sent there never leaves this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def server_address(url: str) -> ServerAddress:
    """Read the address; the user may be a whole e-mail address.

    >>> server_address("smtps://gesprekken@zandloper.example@mail.example")
    ServerAddress(scheme='smtps', host='mail.example', port=465, user='gesprekken@zandloper.example')

    Raises:
        BadInput: it is no such address, or holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host, user = (parts.hostname or "").encode("idna").decode(), unquote(parts.username or "")
    except ValueError as error:
        raise BadInput.one(OPTION, _UNREADABLE) from error
    if parts.password is not None:
        raise BadInput.one(OPTION, _PASSWORD, variable=PASSWORD_VARIABLE)
    rest = parts.path.rstrip("/") + parts.query + parts.fragment
    if parts.scheme not in PORTS or not host or rest or not user.isprintable() or port == 0:
        raise BadInput.one(OPTION, _UNREADABLE)
    scheme: Literal["smtps", "smtp"] = "smtps" if parts.scheme == "smtps" else "smtp"
    return ServerAddress(scheme, host, port or PORTS[scheme], user)
