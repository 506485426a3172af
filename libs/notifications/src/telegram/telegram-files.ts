import { type InputFile } from 'grammy';
import { Injectable } from '@nestjs/common';
import { ObjectStorage } from '#assets';
import { type PreviewFile } from '#jobs';
import { Database } from '#platform';
import { TelegramProblem } from './telegram-bot.js';

type StoredFile = PreviewFile['file'];

interface OfVideo {
  readonly orgId: string;
  readonly videoId: string;
}

/** A file as a method of the bot takes it. */
export type Sendable = string | InputFile;

/** What Telegram has of a video already goes by its name there; everything else is uploaded. */
@Injectable()
export class TelegramFiles {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * @param send is called with the files in their order, and a second time with the bytes of all of them if Telegram does not know a name any
   * more (that of another bot, say). @param idsOf the names that Telegram has given them, from what `send` has returned
   */
  async send<T>(
    of: OfVideo,
    files: readonly StoredFile[],
    send: (files: readonly Sendable[]) => Promise<T>,
    idsOf: (sent: T) => readonly string[],
  ): Promise<T> {
    const known = await this.known(of, files);
    const sent = await send(await this.sendables(files, known)).catch(async (error: unknown) => {
      if (known.size === 0 || !isUnknownName(error)) throw error;
      await this.forget(of, files);
      return send(await this.sendables(files, new Map()));
    });
    await this.keep(of, files, idsOf(sent));
    return sent;
  }

  private async sendables(files: readonly StoredFile[], known: ReadonlyMap<string, string>): Promise<Sendable[]> {
    const { InputFile } = await import('grammy');
    return Promise.all(files.map(async ({ key, sha256 }) => known.get(sha256) ?? new InputFile(await this.storage.localPath(key))));
  }

  private async known({ orgId, videoId }: OfVideo, files: readonly StoredFile[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ sha256: string; file_id: string }>(
      'SELECT sha256, file_id FROM notifications.telegram_files WHERE org_id = $1 AND video_id = $2 AND sha256 = ANY ($3::text[])',
      [orgId, videoId, files.map(({ sha256 }) => sha256)],
    );
    return new Map(rows.map(({ sha256, file_id }) => [sha256, file_id]));
  }

  private async keep({ orgId, videoId }: OfVideo, files: readonly StoredFile[], ids: readonly string[]): Promise<void> {
    const named = files.flatMap(({ sha256 }, index) => (ids[index] ? [{ sha256, file_id: ids[index] }] : []));
    await this.database.query(
      `INSERT INTO notifications.telegram_files (org_id, video_id, sha256, file_id)
       SELECT $1, $2, r.sha256, r.file_id FROM jsonb_to_recordset($3::jsonb) AS r (sha256 text, file_id text) ON CONFLICT DO NOTHING`,
      [orgId, videoId, JSON.stringify(named)],
    );
  }

  private async forget({ orgId, videoId }: OfVideo, files: readonly StoredFile[]): Promise<void> {
    await this.database.query(
      'DELETE FROM notifications.telegram_files WHERE org_id = $1 AND video_id = $2 AND sha256 = ANY ($3::text[])',
      [orgId, videoId, files.map(({ sha256 }) => sha256)],
    );
  }
}

const isUnknownName = (error: unknown): boolean =>
  error instanceof TelegramProblem && error.reason === 'refused' && /file[ _]?(?:id|identifier|reference)/i.test(error.message);
