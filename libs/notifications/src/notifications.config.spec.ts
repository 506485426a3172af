import { describe, expect, it } from '@jest/globals';
import { notificationsConfig } from './notifications.config.js';

describe('settings of notifications', () => {
  it('need nothing', () => {
    expect(notificationsConfig({})).toMatchObject({ telegramToken: null, telegramMode: 'polling', telegramMaxUploadMb: 49 });
  });

  it.each([
    [{ KADR_TELEGRAM_BOT_TOKEN: 'secret' }, 'KADR_TELEGRAM_BOT_TOKEN'],
    [{ KADR_TELEGRAM_MODE: 'push' }, 'KADR_TELEGRAM_MODE'],
    [{ KADR_TELEGRAM_MODE: 'webhook', KADR_PUBLIC_URL: 'http://kadr.example' }, 'KADR_PUBLIC_URL'],
    [{ KADR_TELEGRAM_API_ROOT: 'ftp://x' }, 'KADR_TELEGRAM_API_ROOT'],
    [{ KADR_TELEGRAM_MAX_UPLOAD_MB: '0' }, 'KADR_TELEGRAM_MAX_UPLOAD_MB'],
    [{ KADR_SMTP_URL: 'http://u:secret@mail.example' }, 'KADR_SMTP_URL'],
    [{ KADR_SMTP_URL: 'smtp://u:secret@mail.example' }, 'KADR_MAIL_FROM'],
    [{ KADR_SMTP_URL: 'smtp://mail.example', KADR_MAIL_FROM: 'nobody' }, 'KADR_MAIL_FROM'],
    [{ KADR_SMTP_URL: 'smtp://mail.example', KADR_MAIL_FROM: 'a@b.example\nBcc: b@x.example' }, 'KADR_MAIL_FROM'],
  ])('refuse %j, naming %s and no secret', (env, name) => {
    expect(() => notificationsConfig(env)).toThrow(name);
    expect(() => notificationsConfig(env)).not.toThrow('secret');
  });
});
