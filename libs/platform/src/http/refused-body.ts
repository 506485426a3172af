import { type NextFunction, type Request, type Response } from 'express';

/** A sender that has been answered is listened to for so long as it goes on sending: what is read into nothing costs little. */
const LINGER_MS = 30_000;
const IDLE_MS = 2_000;

export const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * An answer that goes out before the body has come in whole ends the connection, and gets there: a socket that is closed with bytes
 * unread is reset, and the reset overtakes the answer (RFC 9112, 9.6). So our side is closed, and theirs is read to its end.
 */
export function answerBeforeBody(request: Request, response: Response, next: NextFunction): void {
  if (!hasBody(request)) return next();
  const end = response.end.bind(response) as (...args: unknown[]) => Response;
  response.end = (...args: unknown[]) => {
    if (!request.complete) {
      if (!response.headersSent) response.setHeader('Connection', 'close');
      lingerOn(request);
    }
    return end(...args);
  };
  next();
}

/** Node calls `destroySoon` once the answer of a connection's last request is written. */
function lingerOn(request: Request): void {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    request.unpipe();
    request.resume();
    let seen = socket.bytesRead;
    const idle = setInterval(() => {
      if (socket.bytesRead === seen) socket.destroy();
      seen = socket.bytesRead;
    }, IDLE_MS);
    const whole = setTimeout(() => socket.destroy(), LINGER_MS);
    const over = (): void => {
      clearInterval(idle);
      clearTimeout(whole);
      socket.destroy();
    };
    if (request.complete) return over();
    request.once('end', over);
    socket.once('close', over);
  };
}
