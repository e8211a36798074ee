"""Files sent by a form, read as a stream: the token first, then other fields, then the file in pieces."""

import hmac
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.exceptions import ClientException, HTTPException, PermissionDeniedException
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from register.request.body_limits import pieces
from register.request.forms import TOKEN, Form, show_again

LONGEST_FIELD = 64 * 1024


class Upload:
    """One multipart form on its way. ``fields`` fills while it is read; ``file()`` may be read once, to its end."""

    def __init__(self, request: Request[Any, Any, Any], token: str, limit: int) -> None:
        self.fields: dict[str, str] = {}
        self.file_name = ""
        self._token, self._limit, self._sent = token, limit, 0
        self._request, self._events = request, self._read(request)

    async def check_token(self) -> None:
        """The first field is the token of this session, or nothing more is read."""
        segment = await anext(self._events, None)
        if not isinstance(segment, MultipartSegment) or segment.name != TOKEN or segment.filename is not None:
            raise PermissionDeniedException(detail="The form did not come from one of our pages.")
        if not hmac.compare_digest((await self._text(TOKEN)).encode(), self._token.encode()) or not self._token:
            raise PermissionDeniedException(detail="The form did not come from one of our pages.")

    async def file(self) -> AsyncIterator[bytes]:
        """The pieces of the first file, then what follows it; a second file is a fault of the form."""
        while (segment := await anext(self._events, None)) is not None:
            if not isinstance(segment, MultipartSegment):
                raise ClientException(detail="The form could not be read.")
            if segment.filename is None:
                self.fields[segment.name] = await self._text(segment.name)
                continue
            if (self._request.content_length or 0) > self._limit:
                raise self._too_large()
            if self.file_name:
                raise ClientException(detail="Send one file at a time.")
            self.file_name = segment.filename
            while isinstance(piece := await anext(self._events, None), bytes | bytearray):
                yield bytes(piece)

    async def _text(self, name: str) -> str:
        body = b""
        while isinstance(piece := await anext(self._events, None), bytes | bytearray):
            body += piece
            if len(body) > LONGEST_FIELD:
                self.fields[name] = body.decode("utf-8", "ignore")
                raise self._too_large()
        try:
            text = body.decode("utf-8").replace("\r\n", "\n").strip()
        except UnicodeDecodeError:
            text = "\0"
        if "\0" in text:
            raise ClientException(detail="The form holds a character that cannot be stored (NUL).")
        return text

    async def _read(self, request: Request[Any, Any, Any]) -> AsyncIterator[Any]:
        """Segments, their pieces and the None that ends each, until the form or the limit is reached."""
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != "multipart/form-data" or not options.get("boundary"):
            raise HTTPException(status_code=415)
        try:
            with PushMultipartParser(options["boundary"], max_segment_count=50, strict=True) as parser:
                async for chunk in pieces(request):
                    self._sent += len(chunk)
                    for event in parser.parse(chunk):
                        yield event
                    if self._sent > self._limit:
                        raise self._too_large()
        except ParserLimitReached:
            raise self._too_large() from None
        except MultipartError:
            raise ClientException(
                detail="The form could not be read; perhaps the connection broke. Send it again."
            ) from None

    def _too_large(self) -> HTTPException:
        """Its page gives back what was typed with the file."""
        typed = tuple((name, value) for name, value in self.fields.items() if name != TOKEN)
        show_again(self._request, Form(typed))
        return HTTPException(status_code=413)
