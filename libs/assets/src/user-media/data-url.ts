/** Of the bytes, not of their base64 (the HTTP contract). */
export const MAX_DATA_URL_BYTES = 10 * 1024 * 1024;
/** Whether what follows is base64 is looked at by decoding it: a pattern over 13 MB of text would run out of stack. */
const HEAD = /^data:([\w.+-]+\/[\w.+-]+)?((?:;[\w.+-]+=[\w.+"-]+)*)(;base64)?$/i;
const MAX_HEAD_LENGTH = 256;

export const isDataUrl = (url: string): boolean => /^data:/i.test(url);

/** @returns the bytes (RFC 2397); `too_large`; or null: malformed. What type it claims does not matter: the bytes are looked at. */
export function bytesOfDataUrl(url: string): Buffer | 'too_large' | null {
  const comma = url.slice(0, MAX_HEAD_LENGTH).indexOf(',');
  const head = comma < 0 ? null : HEAD.exec(url.slice(0, comma));
  if (!head) return null;
  const text = url.slice(comma + 1);
  return head[3] === undefined ? plain(text) : base64(text);
}

function base64(text: string): Buffer | 'too_large' | null {
  if (text.length > Math.ceil(MAX_DATA_URL_BYTES / 3) * 4 + 4) return 'too_large';
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is no base64: then fewer bytes come out than the length of the text says.
  let end = text.length;
  // One padding sign after the other, from the end: a pattern for "all at the end" begins anew at each sign of every run inside.
  while (text[end - 1] === '=') end -= 1;
  const expected = Math.floor((end * 3) / 4);
  if (bytes.length !== expected || bytes.length === 0) return null;
  return bytes.length > MAX_DATA_URL_BYTES ? 'too_large' : bytes;
}

function plain(text: string): Buffer | 'too_large' | null {
  if (text.length > MAX_DATA_URL_BYTES * 3) return 'too_large';
  // Bytes, not characters: %89 is one byte of a PNG and no letter.
  const bytes = unescaped(Buffer.from(text, 'latin1'));
  return bytes.length > MAX_DATA_URL_BYTES ? 'too_large' : bytes.length === 0 ? null : bytes;
}

const PERCENT = 0x25;

/** `%89` as the byte 0x89, in place; what is no such escape stays as it is. */
function unescaped(bytes: Buffer): Buffer {
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] === PERCENT ? hexByte(bytes[at + 1], bytes[at + 2]) : null;
    if (byte !== null) at += 2;
    bytes[length] = byte ?? bytes[at] ?? 0;
    length += 1;
  }
  return bytes.subarray(0, length);
}

function hexByte(high: number | undefined, low: number | undefined): number | null {
  const [a, b] = [hexDigit(high), hexDigit(low)];
  return a === null || b === null ? null : a * 16 + b;
}

function hexDigit(code: number | undefined): number | null {
  if (code === undefined) return null;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : null;
}
