import { Address, type Environment, OneOf, Pattern, readSettings, WholeNumber } from '#platform';

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
}

/** @throws WrongSettings */
export const notificationsConfig = (env: Environment = process.env): NotificationsConfig => readSettings(NotificationsConfig, env);
