import { KadrError } from '../errors.js';

/** @param given what is undefined is left out @throws KadrError; the platform's own error would repeat the value, which may be a secret */
export function put(headers: Headers, given: Readonly<Record<string, string | undefined>> = {}): Headers {
  for (const [name, value] of Object.entries(given)) {
    try {
      if (value !== undefined) headers.set(name, value);
    } catch {
      throw new KadrError(`The header ${JSON.stringify(name)} cannot be sent as it is`);
    }
  }
  return headers;
}
