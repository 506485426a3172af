import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Update } from 'grammy/types';
import { NotPublicApi, Problems, Public, Refusal } from '#platform';
import { UpdatesTable } from './updates-table.js';
import { WebhookSecret } from './webhook-secret.js';

/** Keeps what Telegram sends, and answers at once: it is done by whoever speaks for the bot. */
@ApiTags('callbacks')
@NotPublicApi()
@Public()
@Controller('webhooks/telegram')
export class TelegramWebhookController {
  constructor(
    private readonly updates: UpdatesTable,
    private readonly secret: WebhookSecret,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Updates of Telegram', description: 'With the secret that `setWebhook` was given; a repeat changes nothing.' })
  @ApiOkResponse({ description: 'Kept', schema: { type: 'object' } })
  @Problems('callback_refused')
  async take(
    @Headers('x-telegram-bot-api-secret-token') given: string | undefined,
    @Body() update: Record<string, unknown>,
  ): Promise<object> {
    if (!this.secret.isRight(given ?? '')) throw new Refusal('unauthorized', 'callback_refused', 'This does not come from Telegram.');
    if (Number.isSafeInteger(update['update_id'])) await this.updates.keep([update as unknown as Update]);
    return {};
  }
}
