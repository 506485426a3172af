/**
 * A port of 127.0.0.1 that nobody listens at, outside the range from which local ports of outgoing connections are taken.
 *
 * @throws Error when 200 attempts found none
 */
export function freePort(): Promise<number>;
