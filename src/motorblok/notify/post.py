"""The mail server as those who send see it: one connection for many mails, and which refusals are for good."""

from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

FOR_GOOD = 500  # SMTP's reply codes from here on say: never (RFC 5321, 4.2.1)
# Of this one mail; any other trouble is the server's.
REFUSALS = (SMTPRecipientsRefused, SMTPDataError, SMTPNotSupportedError)


class MailRefused(Exception):
    """The server takes others, but not this mail; `is_final` where trying again is of no use."""

    def __init__(self, *, is_final: bool) -> None:
        super().__init__()
        self.is_final = is_final


class Post:
    """One connection to the mail server for a round of mails, made for the first of them."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __call__(self, message: EmailMessage) -> None:
        """Hand a mail over. Raises MailRefused for this one mail, OSError for a server that is away."""
        if self._connection is None:
            connection = get_connection()
            connection.open()
            self._connection = connection
        try:
            self._connection.send_messages([message])
        except REFUSALS as refusal:
            raise MailRefused(is_final=_code(refusal) >= FOR_GOOD) from refusal

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()


def _code(refusal: SMTPException) -> int:
    if isinstance(refusal, SMTPRecipientsRefused):
        return min(code for code, _words in refusal.recipients.values())
    return refusal.smtp_code if isinstance(refusal, SMTPDataError) else FOR_GOOD
