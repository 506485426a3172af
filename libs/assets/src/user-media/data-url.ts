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
  const expected = Math.floor((text.replace(/=+$/, '').length * 3) / 4);
  if (bytes.length !== expected || bytes.length === 0) return null;
  return bytes.length > MAX_DATA_URL_BYTES ? 'too_large' : bytes;
}

function plain(text: string): Buffer | 'too_large' | null {
  if (text.length > MAX_DATA_URL_BYTES * 3) return 'too_large';
  try {
    // Bytes, not characters: %89 is one byte of a PNG and no letter.
    const bytes = Buffer.from(
      text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    );
    return bytes.length > MAX_DATA_URL_BYTES ? 'too_large' : bytes.length === 0 ? null : bytes;
  } catch {
    return null;
  }
}
