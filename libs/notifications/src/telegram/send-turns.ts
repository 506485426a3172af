import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, deriveId } from '#platform';

/** Bot API, "Limits": one message a second in a chat, 20 a minute in a group, about 30 a second in all. */
const CHAT_MS = 1000;
/** With a burst of three, 20 in any minute. */
const GROUP_MS = 3400;
const ALL_MS = 40;
/** So many at once are no harm, if silence follows. */
const BURST = 3;
/** A process that is to end does not wait for longer. */
const PATIENCE_MS = 10_000;
const ALL = deriveId('notifications.turn', 'all');

/** When the bot may send: Telegram counts for the whole of it, so all processes ask the same rows. */
@Injectable()
export class SendTurns {
  constructor(private readonly database: Database) {}

  /**
   * Returns when it is this chat's turn. A chat that has to wait keeps no other one waiting.
   * @returns 0, or at once how many ms are left where that is too long to be waited for
   */
  async turnOf(chatId: string): Promise<number> {
    await pause(await this.turnOfChat(chatId));
    const waitMs = await this.turnOfAll();
    if (waitMs > PATIENCE_MS) return waitMs;
    await pause(waitMs);
    return 0;
  }

  /** A place in the row of that chat. @returns in how many ms it comes */
  turnOfChat(chatId: string): Promise<number> {
    const gapMs = chatId.startsWith('-') ? GROUP_MS : CHAT_MS;
    return this.take(deriveId('notifications.turn', chatId), gapMs, BURST);
  }

  /** A place in the row of the whole bot. @returns in how many ms it comes */
  turnOfAll(): Promise<number> {
    return this.take(ALL, ALL_MS, 1);
  }

  /** Nobody sends for so long. */
  async pauseAll(ms: number): Promise<void> {
    await this.database.query(
      `INSERT INTO notifications.send_turns AS t (key, free_at) VALUES ($1, clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (key) DO UPDATE SET free_at = greatest(t.free_at, excluded.free_at)`,
      [ALL, ms / 1000],
    );
  }

  /** Rows that say nothing any more. */
  async forgetOld(): Promise<void> {
    await this.database.query(`DELETE FROM notifications.send_turns WHERE free_at < now() - interval '1 hour'`);
  }

  /** `free_at` is when the next one would be free if nobody may hurry; up to `burst` of them may come together after silence. */
  private async take(key: string, gapMs: number, burst: number): Promise<number> {
    const [row] = await this.database.query<{ wait_ms: number }>(
      `INSERT INTO notifications.send_turns AS t (key, free_at) VALUES ($1, clock_timestamp() + $2 * interval '1 ms')
       ON CONFLICT (key) DO UPDATE SET free_at = greatest(t.free_at, clock_timestamp()) + $2 * interval '1 ms'
       RETURNING greatest(0, extract(epoch FROM free_at - clock_timestamp()) * 1000 - $2 * $3)::float AS wait_ms`,
      [key, gapMs, burst],
    );
    return row?.wait_ms ?? 0;
  }
}

const pause = (ms: number): Promise<void> => (ms > 0 ? sleep(Math.ceil(ms)) : Promise.resolve());
