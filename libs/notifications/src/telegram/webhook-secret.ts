import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { installationConfig } from '#platform';
import { NotificationsConfig } from '../notifications.config.js';

/** What Telegram says in `X-Telegram-Bot-Api-Secret-Token`: made from the token of the bot, so that every process knows it. */
@Injectable()
export class WebhookSecret {
  private readonly secret: string | null;

  constructor({ telegramToken }: NotificationsConfig) {
    this.secret = telegramToken === null ? null : createHmac('sha256', telegramToken).update('kadr webhook').digest('hex');
  }

  get address(): { readonly url: string; readonly secret: string } {
    return { url: `${installationConfig().publicUrl}/webhooks/telegram`, secret: this.secret ?? '' };
  }

  /** In constant time. */
  isRight(given: string): boolean {
    if (this.secret === null) return false;
    const [left, right] = [Buffer.from(given), Buffer.from(this.secret)];
    return left.length === right.length && timingSafeEqual(left, right);
  }
}
