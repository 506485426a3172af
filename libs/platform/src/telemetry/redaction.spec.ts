import { describe, expect, it } from '@jest/globals';
import { redact } from './redaction.js';

describe('what is taken out of a line', () => {
  it.each([
    ['GET /a/4V0pQm8sT1uVwXyZ0123456789a 200', 'GET /a/[redacted] 200'],
    ['https://api.telegram.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe', 'https://api.telegram.org/bot[redacted]/getMe'],
    ['token 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', 'token [redacted]'],
    ['https://t.me/kadr_bot?start=0123456789abcdef0123456789abcdef', 'https://t.me/kadr_bot?start=[redacted]'],
    ['at /app/src/main.ts:12:5, position 1234567:', 'at /app/src/main.ts:12:5, position 1234567:'],
  ])('%s', (line, left) => {
    expect(redact(line)).toBe(left);
  });
});
