import { Address, type Environment, installationConfig, OneOf, Pattern, readSettings, WholeNumber, WrongSettings } from '#platform';

export class NotificationsConfig {
  /** Of the bot; null: there is no Telegram here. */
  @Pattern('KADR_TELEGRAM_BOT_TOKEN', /^\d{3,20}:[A-Za-z0-9_-]{20,100}$/, 'a token as BotFather gives it: <digits>:<letters>', {
    isSecret: true,
    isOptional: true,
  })
  readonly telegramToken: string | null = null;

  /** `webhook` needs an https `KADR_PUBLIC_URL`; polling works behind any router. */
  @OneOf('KADR_TELEGRAM_MODE', ['polling', 'webhook'])
  readonly telegramMode: 'polling' | 'webhook' = 'polling';

  /** An own Bot API server, or a sandbox. */
  @Address('KADR_TELEGRAM_API_ROOT', ['http', 'https'])
  readonly telegramApiRoot: string = 'https://api.telegram.org';

  /** Films above it are sent as a link. The public server takes 50 MB. */
  @WholeNumber('KADR_TELEGRAM_MAX_UPLOAD_MB', 1, 2000)
  readonly telegramMaxUploadMb: number = 49;

  /** Of a mail server: `smtp://user:password@host:587`, `smtps://…:465`; null: there is no mail here. */
  @Address('KADR_SMTP_URL', ['smtp', 'smtps'], { isOptional: true })
  readonly smtpUrl: string | null = null;

  /** Who mails are from: `Kadr <films@example.com>`. */
  @Pattern(
    'KADR_MAIL_FROM',
    /^(?:[^<>\r\n"]{1,100} <[^\s<>@]{1,64}@[^\s<>@]{1,255}>|[^\s<>@]{1,64}@[^\s<>@]{1,255})$/,
    'an address, or `Name <address>`',
    {
      isOptional: true,
    },
  )
  readonly mailFrom: string | null = null;

  /** What a program may spend in one call without asking a person. 1 USD = 1 000 000; 0: nothing that costs something. */
  @WholeNumber('KADR_MCP_CONFIRM_ABOVE_MICROS', 0, 1_000_000_000)
  readonly confirmAboveMicros: number = 0;

  /** `agent`: a program may agree to a price by itself, by sending back the token of the question. */
  @OneOf('KADR_MCP_CONFIRM', ['human', 'agent'])
  readonly mcpConfirm: 'human' | 'agent' = 'human';

  /** `1`: a program may approve and reject without asking a person. */
  @OneOf('KADR_MCP_AGENT_DECIDES', ['0', '1'])
  readonly agentDecides: '0' | '1' = '0';
}

/** @throws WrongSettings */
export function notificationsConfig(env: Environment = process.env): NotificationsConfig {
  const settings = readSettings(NotificationsConfig, env);
  if (settings.telegramMode === 'webhook' && !installationConfig(env).publicUrl.startsWith('https://'))
    throw new WrongSettings(['KADR_TELEGRAM_MODE is "webhook": Telegram calls only an https address, so KADR_PUBLIC_URL must be one']);
  if (settings.smtpUrl !== null && settings.mailFrom === null)
    throw new WrongSettings(['KADR_MAIL_FROM is not set: with KADR_SMTP_URL it must say whom mails are from']);
  return settings;
}
