"""The morning summary by e-mail."""

import os
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from calls.errors import SetupBroken, TryAgain
from configs.operation_settings import MailSettings, NightlySettings
from reports.morning import Night, morning_markdown, worse_than_limits
from reports.morning_html import morning_html

PASSWORD = "WARMLINE_MAIL_PASSWORD"  # noqa: S105 - the variable's name


def morning_mail(night: Night, settings: NightlySettings, mail: MailSettings) -> EmailMessage:
    """The summary as text and as HTML. Raises SetupBroken where the settings make no message."""
    try:
        message = EmailMessage()
        message["Subject"] = _subject(night, settings)
        message["From"] = mail.sender
        message["To"] = ", ".join(mail.to)
        message["Date"] = formatdate(night.ended.timestamp())
        message["Message-ID"] = make_msgid(domain="warmline")
    except (ValueError, IndexError) as error:
        raise SetupBroken(f"settings 'mail.sender', 'mail.to': no address ({error}); correct them") from error
    message.set_content(_sendable(morning_markdown(night, settings)))
    message.add_alternative(_sendable(morning_html(night, settings)), subtype="html")
    return message


def send(message: EmailMessage, mail: MailSettings) -> None:
    """Hand the message to the server. Raises TryAgain where that fails, SetupBroken where something is missing."""
    password = os.environ.get(PASSWORD, "")
    if not mail.sender:
        raise SetupBroken("setting 'mail.sender': empty; write whom the e-mail is from")
    if mail.user and not password:
        raise SetupBroken(f"{PASSWORD}: not set in the environment, though 'mail.user' is; set it or empty the user")
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, password)
            refused = server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise TryAgain(
            f"{mail.host}:{mail.port}: the e-mail was not taken ({_plain(error)}); check the settings in [mail]"
        ) from error
    if refused:
        raise TryAgain(f"{mail.host}:{mail.port}: refused for {', '.join(refused)}; the others have the e-mail")


def _connected(mail: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_s, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_s)
    if mail.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _subject(night: Night, settings: NightlySettings) -> str:
    counts = ((len(night.having(status)), status) for status in ("done", "failed", "left"))
    told = ", ".join(f"{count} {status}" for count, status in counts if count or status == "done")
    worse = f"; {len(night.worse)} changed for the worse" if night.worse else ""
    alarm = "needs attention: " if worse_than_limits(night, settings) else ""
    return f"Warmline: {alarm}{told}{worse}"


def _plain(error: Exception) -> str:
    """In one line, whatever the server answered."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _sendable(text: str) -> str:
    """A file's name may be no text."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
