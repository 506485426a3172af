import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';
import { type AppProcess } from '../support/app-process.js';
import { Fleet } from '../support/fleet.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { type ChatMessage, TelegramChat } from '../support/telegram-chat.js';

const CHAT = 7_000_000_077;
const KILL_EVERY_MS = 3_000;
const MOST_KILLS = 10;
/** The first renders and answers customers; the others hear, send and do tasks, and are killed in turn. */
const SENDERS = [1, 2];
const ROLES = ['api,renderer,scheduler', 'worker', 'worker'];

/**
 * Kills one sender after the other, three seconds after the one before is back and something was done since: whatever the machine, work that
 * goes on is what is killed, not work that cannot be done in the time.
 */
class Killing {
  kills = 0;
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(fleet: Fleet, done: () => Promise<number>) {
    this.running = (async () => {
      for (let before = -1; this.kills < MOST_KILLS && !this.isOver;) {
        await sleep(KILL_EVERY_MS);
        const now = await done();
        if (now === before || this.isOver) continue;
        before = now;
        const place = SENDERS[this.kills % SENDERS.length] ?? 1;
        await fleet.processes[place]?.kill();
        this.kills += 1;
        await fleet.start(place);
      }
    })();
  }

  stop(): Promise<void> {
    this.isOver = true;
    return this.running;
  }
}

describe('a film from a chat whose senders are killed every three seconds', () => {
  let services: PrivateServices;
  let sandbox: Sandbox;
  let fleet: Fleet;
  let chat: TelegramChat;
  let door: AppProcess;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    const espeakPath = process.env['ESPEAK_PATH'];
    const dataDir = path.join(services.dataDir, 'sandbox');
    sandbox = await startSandbox({ port: 0, dataDir, speed: 50, ...(espeakPath && { espeakPath }) });
    const env = { ...sandbox.env, KADR_POLL_INTERVAL_MS: '250', KADR_SUBMIT_GRACE_SECONDS: '5', KADR_RETRY_BASE_MS: '50' };
    fleet = new Fleet(services, path.join(services.dataDir, 'shared'), { ...env, KADR_PROCESS_LEASE_MS: '4000' }, ROLES);
    for (let place = 0; place < ROLES.length; place += 1) await fleet.start(place);
    chat = new TelegramChat(sandbox.url, CHAT);
    [door] = fleet.processes as [AppProcess];
  }, 240_000);
  afterAll(async () => {
    await fleet?.dispose();
    await sandbox?.stop();
    await services?.stop();
  }, 120_000);

  it('takes one order, asks at three gates and brings one film, each step once or repeated at most once', async () => {
    const invited = await door.post('/v1/contacts/telegram', { role: 'producer', language: 'ru' });
    const start = new URL(((await invited.json()) as { url: string }).url).searchParams.get('start') ?? '';
    const done = (): Promise<number> =>
      door.query<{ n: number }>(`SELECT count(*)::int AS n FROM tasks.tasks WHERE state = 'done'`, []).then(([row]) => row?.n ?? 0);
    const killing = new Killing(fleet, async () => (await done()) + (await chat.messages()).length);
    try {
      await chat.say(`/start ${start}`);
      await chat.waitFor('the welcome', ({ text }) => text.includes('чат привязан'));
      await chat.say('Почему море солёное');
      let card = await chat.waitFor('the card', ({ text, buttons }) => text.includes('солёное') && buttons.length > 0);
      for (const [press, then] of [
        ['60 с', '4 мин 48×5'],
        ['4 мин 48×5', '15 с'],
        ['720p', '1080p'],
        ['1080p', '480p'],
      ] as const) {
        await chat.press(card, press);
        card = await chat.withButton(then);
      }
      await chat.press(card, '✅ Создать', { twice: true });
      let gate = await chat.waitFor(
        'the script',
        ({ text, buttons }) => text.includes('Сценарий подходит?') && buttons.length > 0,
        120_000,
      );
      await chat.press(gate, '✅ Утвердить', { twice: true });
      gate = await chat.withButton('✅ Всё хорошо', 180_000);
      const [pictures, asked] = [gate.messageId, gate];
      await chat.press(asked, '✅ Всё хорошо');
      const isNext = ({ messageId, buttons }: ChatMessage): boolean =>
        messageId > pictures && buttons.flat().some(({ text }) => text === '✅ Всё хорошо');
      gate = await chat.waitFor('the clips', (one) => isNext(one) && one.text.includes('Ролики подходят?'), 180_000);
      await chat.press(gate, '✅ Всё хорошо', { twice: true });
      const film = await chat.waitFor('the film', ({ text, kind }) => kind === 'video' && text.includes('готово'), 180_000);
      const file = path.join(services.dataDir, 'film.mp4');
      writeFileSync(file, await chat.file(film));
      const decoded = spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], {
        encoding: 'utf8',
      });
      expect([decoded.status, decoded.stderr, film.width, film.durationSeconds]).toEqual([0, '', 480, 15]);
      // What a sender was about to say when it was killed is said by the next one, or not at all.
      await chat.waitFor('the last progress', ({ text }) => text.includes('100 %'), 60_000);
    } finally {
      await killing.stop();
    }
    expect(killing.kills).toBeGreaterThanOrEqual(5);

    const { data } = (await (await door.request('/v1/videos')).json()) as { data: { id: string; status: string }[] };
    expect(data.map(({ status }) => status)).toEqual(['completed']);
    const all = await chat.messages();
    const albums = (kind: ChatMessage['kind'], size: number): number => {
      const sizes = [...Map.groupBy(all, ({ album }) => album)].flatMap(([album, shown]) =>
        album !== null && shown[0]?.kind === kind ? [shown.length] : [],
      );
      expect(new Set(sizes)).toEqual(new Set([size]));
      return sizes.length;
    };
    const steps = {
      welcome: all.filter(({ text }) => text.includes('чат привязан')).length,
      order: all.filter(({ text }) => text.includes('Заказано.')).length,
      pictures: albums('photo', 3),
      clips: albums('video', 3),
      film: all.filter(({ kind, text }) => kind === 'video' && text.includes('готово')).length,
    };
    const repeated = Object.entries(steps).filter(([, times]) => times < 1 || times > 2);
    expect(repeated).toEqual([]);
    const waiting = await door.query<{ text: string }>('SELECT o::text AS text FROM notifications.outbox o', []);
    expect(waiting).toEqual([]);
  }, 600_000);
});
