/** Members that never reach the log, at the top and one level down. */
export const SECRET_MEMBERS = ['authorization', 'cookie', 'password', 'secret', 'token', 'apiKey', 'signature', 'csrfToken'];

const SECRETS: readonly [RegExp, string][] = [
  [/(\/v1\/media\/)[A-Za-z0-9._~-]+/g, '$1[redacted]'],
  // A page for approving: whoever has its address decides.
  [/(\/a\/(?:[a-z]{1,20}\/)?)[A-Za-z0-9_-]{20,}/g, '$1[redacted]'],
  // Cookies of browsers, what goes with them, and links that sign in.
  [/((?:__Host-kadr|\bkadr-\d{1,5})=)[A-Za-z0-9_-]{8,}/g, '$1[redacted]'],
  [/(kadr-csrf["']?\s*[:=]\s*["']?)[A-Za-z0-9_-]{8,}/gi, '$1[redacted]'],
  [/(\/sign-in(?:#|%23))[A-Za-z0-9_-]{8,}/g, '$1[redacted]'],
  // Tokens of bots stand in the addresses that are called with them; one-time links of Telegram carry a secret as well.
  [/\bbot\d{3,20}(?::|%3A)[A-Za-z0-9_-]{8,}/gi, 'bot[redacted]'],
  [/\b\d{6,20}:[A-Za-z0-9_-]{30,}/g, '[redacted]'],
  [/([?&]start(?:group)?=)[A-Za-z0-9_-]{8,}/g, '$1[redacted]'],
  [/kadr_[A-Za-z0-9_-]{8,}/g, 'kadr_[redacted]'],
  [/whsec_[A-Za-z0-9+/=_-]{8,}/g, 'whsec_[redacted]'],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{6,}/gi, '$1 [redacted]'],
  [/([?&](?:token|signature|sig|key|api_key|apikey|X-Amz-Signature)=)[^&"\s\\]+/gi, '$1[redacted]'],
  // The longest scheme there is has 32 letters; without a bound, a text of dots would be looked through from each of them.
  [/\b([a-z][a-z0-9+.-]{0,40}:\/\/[^\s:/@"\\]*):[^\s@"/\\]+@/gi, '$1:[redacted]@'],
];

/** Takes keys, bearer tokens, signed links and passwords in addresses out of a text, wherever in a line they stand. */
export function redact(text: string): string {
  return SECRETS.reduce((line, [pattern, instead]) => line.replace(pattern, instead), text);
}
