import { type IncomingMessage } from 'node:http';

export interface BodyPace {
  /** At least so many bytes in each window: what is slower holds a socket and memory for nothing. */
  readonly windowMs: number;
  readonly minBytesPerWindow: number;
  /** For the whole. */
  readonly timeoutMs: number;
}

/**
 * Calls `onSlow` once when the sender of a body keeps less than the pace. Time in which we ourselves do not take what has arrived is not
 * the sender's. @returns a function that ends the watch
 */
export function watchPace(request: IncomingMessage, { windowMs, minBytesPerWindow, timeoutMs }: BodyPace, onSlow: () => void): () => void {
  const startedAtMs = performance.now();
  let seen = request.socket.bytesRead;
  const isSlow = (): boolean => {
    const isOurTurn = request.complete || request.readableLength > 0 || request.isPaused();
    if (isOurTurn) return false;
    return request.socket.bytesRead - seen < minBytesPerWindow || performance.now() - startedAtMs > timeoutMs;
  };
  const stop = (): void => clearInterval(timer);
  const timer = setInterval(() => {
    // After a long block the timers run before the bytes that have arrived meanwhile: those first.
    setImmediate(() => {
      if (isSlow()) {
        stop();
        onSlow();
      }
      seen = request.socket.bytesRead;
    });
  }, windowMs);
  return stop;
}
