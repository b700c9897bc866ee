"""The mail server and the way there: encrypted and verified, or not at all, and told in the school's words."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from scheduler.language import translate
from scheduler.mail import server as server_module
from scheduler.mail.address import ServerAddress, server_address
from scheduler.mail.server import MailServer, Trouble
from scheduler.problems import BadInput
from tests.mail.post_office import CERTIFICATE, PASSWORD, USER, Conduct, post_office

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the test's certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def connects(url: str, password: str = PASSWORD) -> MailServer:
    """Connect, log in and leave."""
    with MailServer(server_address(url), password) as server:
        server.connect()
    return server


def trouble(url: str, password: str = PASSWORD) -> str:
    """What the office reads when it does not work."""
    with pytest.raises(Trouble) as caught:
        connects(url, password)
    said = translate(caught.value.message, "en", **caught.value.fields)
    assert PASSWORD not in said
    return said


@pytest.mark.parametrize(("url", "address"), [
    ("smtps://jan@mail.example", ServerAddress("smtps", "mail.example", 465, "jan")),
    ("smtp://jan@mail.example", ServerAddress("smtp", "mail.example", 587, "jan")),
    ("smtp://mail.example:25/", ServerAddress("smtp", "mail.example", 25, "")),
    ("smtps://jan@school.example@mail.example:4", ServerAddress("smtps", "mail.example", 4, "jan@school.example")),
    ("smtps://jan%40school.example@mail.example", ServerAddress("smtps", "mail.example", 465, "jan@school.example")),
    ("smtp://[::1]:2525", ServerAddress("smtp", "::1", 2525, "")),
    ("smtps://mail.zandlöper.example", ServerAddress("smtps", "mail.xn--zandlper-r4a.example", 465, "")),
])
def test_addresses(url: str, address: ServerAddress) -> None:
    assert server_address(url) == address


@pytest.mark.parametrize("url", [
    "", "mail.example", "mail.example:465", "http://mail.example", "smtps://", "smtps://jan@", "smtps://mail.example/path",
    "smtps://mail.example:port", "smtps://mail.example:70000", "smtps://mail.example:0", "smtps://mail.example?x=1",
    "smtps://a..b", "smtps://jan%0d%0a@mail.example", "smtps://[::1",
])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(BadInput) as bad:
        server_address(url)
    assert bad.value.problems[0].text("en") == (
        "--smtp: This is no address of a mail server. Write smtps://user@host:465 or smtp://user@host:587.")


@pytest.mark.parametrize("url", ["smtps://jan:geheim@mail.example", "smtp://jan@school.example:geheim@mail.example:25"])
def test_a_password_in_the_address_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BadInput) as bad:
        server_address(url)
    said = bad.value.problems[0].text("en")
    assert said.startswith("--smtp: A password on the command line can be read by others on this machine.")
    assert "TIENMINUTEN_SMTP_PASSWORD" in said
    assert "geheim" not in said + str(bad.value)


@pytest.mark.parametrize(("host", "own"), [("localhost", True), ("127.0.0.5", True), ("[::1]", True),
                                           ("localhost.example", False), ("10.0.0.1", False)])
def test_this_machine(host: str, own: bool) -> None:
    assert server_address(f"smtp://{host}").is_this_machine is own


@pytest.mark.parametrize(("scheme", "encryption"), [("smtp", "starttls"), ("smtps", "smtps")])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
@pytest.mark.usefixtures("trusted")
def test_it_is_encrypted_and_logged_in(scheme: str, encryption: str, host: str) -> None:
    with post_office(Conduct(), encryption=encryption, login=True) as port:
        assert connects(f"{scheme}://{USER}@{host}:{port}").encrypted


@pytest.mark.parametrize(("scheme", "encryption"), [("smtp", "starttls"), ("smtps", "smtps")])
def test_a_certificate_that_nobody_vouches_for(scheme: str, encryption: str) -> None:
    with post_office(Conduct(), encryption=encryption) as port:
        said = trouble(f"{scheme}://localhost:{port}")
    assert said.startswith("The certificate of localhost is not in order (self-signed certificate")


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *given: resolve("127.0.0.1", *given))
    with post_office(Conduct(), encryption="smtps") as port:
        said = trouble(f"smtps://mail.example:{port}")
    assert said.startswith("The certificate of mail.example is not in order (Hostname mismatch")


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password() -> None:
    with post_office(Conduct(), encryption="starttls", login=True) as port:
        said = trouble(f"smtp://{USER}@localhost:{port}", "wrong")
    assert said.startswith(f"localhost does not let {USER} in (535 ")
    assert "app password" in said


@pytest.mark.usefixtures("trusted")
def test_a_password_with_accents() -> None:
    with post_office(Conduct(), encryption="starttls", login=True) as port:
        assert trouble(f"smtp://{USER}@localhost:{port}", "gehéim").startswith(
            "The user or the password holds letters with accents")


def test_a_server_that_asks_for_no_user() -> None:
    with post_office(Conduct(), auth_exclude_mechanism=["LOGIN", "PLAIN"]) as port:
        assert trouble(f"smtp://{USER}@127.0.0.1:{port}") == (
            f"127.0.0.1 asks for no user on port {port}. Leave the user out of the address, or try another port.")


def test_no_encryption_to_this_machine_is_said_so() -> None:
    with post_office(Conduct()) as port:
        assert not connects(f"smtp://127.0.0.1:{port}").encrypted


def test_no_encryption_to_another_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerAddress, "is_this_machine", False)
    with post_office(Conduct()) as port:
        assert trouble(f"smtp://127.0.0.1:{port}").startswith("127.0.0.1 offers no encryption (STARTTLS)")


def test_smtps_where_smtp_is_spoken() -> None:
    with post_office(Conduct()) as port:
        assert trouble(f"smtps://127.0.0.1:{port}") == (
            f"127.0.0.1 does not speak smtps on port {port}. Try smtp:// with port 587.")


@contextlib.contextmanager
def answering(answer: bytes | None) -> Iterator[int]:
    """Something that is no mail server: says this and hangs up, or says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = threading.Event()

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                if answer is None:
                    done.wait(10)
                else:
                    line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            done.set()
            thread.join()


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert trouble(f"smtp://127.0.0.1:{port}") == (
        f"127.0.0.1 cannot be reached on port {port}. Look at the address and at your connection to the internet.")


def test_a_name_that_does_not_exist() -> None:
    assert trouble("smtps://mail.invalid") == (
        "mail.invalid cannot be reached on port 465. Look at the address and at your connection to the internet.")


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "CONNECT_SECONDS", 0.05)
    with answering(None) as port:
        assert trouble(f"smtp://127.0.0.1:{port}").startswith("127.0.0.1 answers on port")


def test_a_server_that_is_busy() -> None:
    with answering(b"421 4.3.2 too many connections\r\n") as port:
        assert trouble(f"smtp://127.0.0.1:{port}") == (
            "127.0.0.1 takes no mail now (421 4.3.2 too many connections). Try again later.")


def test_something_that_hangs_up() -> None:
    with answering(b"") as port:
        assert trouble(f"smtp://127.0.0.1:{port}") == (
            f"127.0.0.1 answers on port {port}, but breaks off. Try again later, or look at the port.")
