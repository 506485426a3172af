import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ObjectStorage, type SignedUrls } from '#assets';
import { type Recorded } from '#eventing/domain';
import { createTestEventing, type TestEventing } from '#eventing/testing';
import { type FilmWithin, type Video, type Videos } from '#jobs';
import { Clock, Ids, platformMigrations } from '#platform';
import { type RunMessages } from '#workflows';
import {
  ButtonTable,
  contactList,
  Contacts,
  contact,
  type ContactSettings,
  FilmMessage,
  type GateMessage,
  LinkTable,
  Mailboxes,
  MailNews,
  MailPost,
  MailQueue,
  MailTokens,
  MailTransport,
  notificationsMigrations,
  notificationsConfig,
  Outgoing,
  OutboxSink,
  SendTurns,
  TelegramBot,
  TelegramFiles,
  type News,
  type TellEffect,
  UpdatesTable,
} from '#notifications/testing';
import { TelegramChat } from '../support/telegram-chat.js';
import { type Sandbox, startSandbox } from '../../apps/sandbox/src/testing/index.js';

const ORG = randomUUID();
const HOUR_MS = 3_600_000;

/** A clock that a spec moves. */
class MovedClock extends Clock {
  byMs = 0;
  override nowMs(): number {
    return super.nowMs() + this.byMs;
  }
}

describe('news for people', () => {
  const clock = new MovedClock();
  let folder: string;
  let sandbox: Sandbox;
  let eventing: TestEventing;
  let mailboxes: Mailboxes;
  let contacts: Contacts;
  let links: LinkTable;
  let post: MailPost;
  let sink: OutboxSink;
  let position = 0;
  /** How the one video is. */
  let video: Partial<Video> = {};

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-mail-'));
    sandbox = await startSandbox({ port: 0, dataDir: folder });
    eventing = await createTestEventing({
      register: (registry) => void registry.aggregate(contact).projection(contactList),
      migrations: [...platformMigrations, ...notificationsMigrations],
    });
    const { database, unitOfWork } = eventing;
    const tokens = new MailTokens();
    Reflect.set(tokens, 'key', Promise.resolve(randomBytes(32)));
    const transport = new MailTransport(notificationsConfig({ ...sandbox.env }));
    const [ids, queue] = [new Ids(), new MailQueue(database)];
    contacts = new Contacts(database, unitOfWork, clock, ids);
    mailboxes = new Mailboxes(database, unitOfWork, contacts, tokens, transport, clock, ids);
    const videos = { read: () => Promise.resolve({ title: 'Пчёлы', artifacts: [], ...video }) } as unknown as Videos;
    links = new LinkTable(database, clock, ids);
    const news = new MailNews(videos, {} as ObjectStorage, {} as SignedUrls, links, tokens, clock);
    post = new MailPost(queue, contacts, news, tokens, transport, clock);
    sink = new OutboxSink({ isThere: true } as TelegramBot, transport);
  }, 60_000);
  afterAll(async () => {
    await eventing?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const query = <T extends object>(sql: string, params: readonly unknown[] = []) => eventing.database.query<T>(sql, params);
  const mailsTo = (address: string) => sandbox.mails().filter(({ to }) => to.includes(address));
  const overdue = () =>
    query('UPDATE notifications.mail_lanes SET due_at = now()').then(() => query(`UPDATE notifications.contact_links SET due_at = now()`));
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn++) {
      await post.turn();
      await overdue();
    }
  };
  /** @returns its id */
  const joined = async (address: string, settings: Partial<ContactSettings> = {}): Promise<string> => {
    await eventing.database.transaction((tx) =>
      mailboxes.invite(tx, { orgId: ORG, address, name: null, role: 'approver', language: 'ru' }),
    );
    await turns(3);
    const [mail] = mailsTo(address);
    const found = await mailboxes.join(mail?.links[0]?.split('/').at(-1) ?? '');
    if (!found) throw new Error(`${address} has not joined: ${mail?.subject}`);
    if (Object.keys(settings).length > 0) await contacts.change({ orgId: ORG, actor: 'spec' }, found.id, settings);
    return found.id;
  };
  const happened = async (news: News, at?: string): Promise<void> => {
    const effect: TellEffect = {
      videoId: news.kind === 'endpoint' || news.kind === 'quota' ? null : randomUUID(),
      contactId: null,
      news,
      ...(at && { at }),
    };
    const cause = {
      eventId: randomUUID(),
      position: ++position,
      recordedAt: new Date(Date.now() + 1000).toISOString(),
      metadata: { orgId: ORG },
    };
    await eventing.database.transaction((tx) => sink.store(tx, [{ effect, cause: cause as unknown as Recorded }]));
  };
  const failed = { status: 'failed' as const, error: { code: 'x', message: 'Провайдер не отвечает.', retryable: true, segment: null } };

  it('gather within a minute of a mail, and go one mail a mailbox', async () => {
    await joined('gather@spec.example');
    video = failed;
    await happened({ kind: 'failed' });
    await post.turn();
    expect(
      mailsTo('gather@spec.example')
        .map(({ subject }) => subject)
        .slice(1),
    ).toEqual(['Не получилось: «Пчёлы»']);
    for (let time = 0; time < 3; time++) await happened({ kind: 'failed' });
    await post.turn();
    expect(mailsTo('gather@spec.example')).toHaveLength(2);
    await overdue();
    await post.turn();
    const [, , third] = mailsTo('gather@spec.example');
    expect([third?.subject, third?.text.match(/Провайдер не отвечает\./g)?.length]).toEqual(['Не получилось: «Пчёлы» и ещё 2 новости', 3]);
    // What is out of date by then is no mail, and takes no minute.
    video = { status: 'completed' };
    await happened({ kind: 'failed' });
    await turns(2);
    expect(mailsTo('gather@spec.example')).toHaveLength(3);
    expect(await query('SELECT 1 FROM notifications.outbox')).toEqual([]);
  }, 30_000);

  it('come a second time with the same name and links where the first answer was lost, and go on after a busy server', async () => {
    await joined('anna+reset1@spec.example');
    const invitations = mailsTo('anna+reset1@spec.example');
    expect(new Set(invitations.map(({ messageId, links: [link] }) => `${messageId} ${link}`)).size).toBe(1);
    expect(invitations).toHaveLength(2);
    await joined('ben+busy2@spec.example');
    expect(mailsTo('ben+busy2@spec.example')).toHaveLength(1);
    await query('DELETE FROM notifications.contact_details');
  }, 30_000);

  it('end with a mailbox that is not there, and give up what is refused', async () => {
    await query(`DELETE FROM notifications.outbox`);
    const id = await joined('late@spec.example', { wants: ['admin'] });
    await query(`UPDATE notifications.contact_details SET address = 'late+gone@spec.example' WHERE contact_id = $1`, [id]);
    await happened({ kind: 'endpoint', host: 'hooks.spec.example', state: 'failing' });
    await post.turn();
    expect(await contacts.find(id)).toBeNull();
    const other = await joined('other@spec.example', { wants: ['admin'] });
    await query(`UPDATE notifications.contact_details SET address = 'other+refused@spec.example' WHERE contact_id = $1`, [other]);
    await happened({ kind: 'endpoint', host: 'hooks.spec.example', state: 'failing' });
    await turns(2);
    expect([await contacts.find(other), await query('SELECT 1 FROM notifications.outbox')]).toEqual([
      expect.objectContaining({ id: other }),
      [],
    ]);
    await contacts.unlink({ orgId: ORG, actor: 'spec' }, other, 'removed');
  }, 30_000);

  it('reach whom they concern, by what they want', async () => {
    const admin = await joined('admin@spec.example', { wants: ['admin'], language: 'en' });
    const plain = await joined('plain@spec.example');
    await happened({ kind: 'endpoint', host: 'hooks.spec.example', state: 'disabled' });
    await happened({ kind: 'quota', resource: 'videos', percentage: 80 });
    await happened({ kind: 'decided', type: 'script', gate: 1 });
    await turns(1);
    const subjects = (address: string) =>
      mailsTo(address)
        .map(({ subject }) => subject)
        .slice(1);
    expect(subjects('admin@spec.example')).toEqual(['A webhook endpoint was switched off and 1 more']);
    expect(mailsTo('admin@spec.example')[1]?.text).toMatch(
      /hooks\.spec\.example has failed for days[\s\S]*80 % of the plan are used up: videos/,
    );
    expect(subjects('plain@spec.example')).toEqual([]);
    for (const id of [admin, plain]) await contacts.unlink({ orgId: ORG, actor: 'spec' }, id, 'removed');
  }, 30_000);

  it('wait for the end of quiet hours, and no longer than they are wanted', async () => {
    const now = new Date(clock.nowMs());
    const at = (hours: number) => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
    const id = await joined('quiet@spec.example', { quiet: { from: at(-1), to: at(2), zone: 'UTC' } });
    video = failed;
    await happened({ kind: 'failed' });
    await post.turn();
    const [lane] = await query<{ due_at: Date }>('SELECT due_at FROM notifications.mail_lanes WHERE contact_id = $1', [id]);
    expect(lane?.due_at.toISOString().slice(11, 16)).toBe(at(2));
    expect(mailsTo('quiet@spec.example')).toHaveLength(1);
    clock.byMs = 3 * HOUR_MS;
    await overdue();
    await post.turn();
    clock.byMs = 0;
    expect(mailsTo('quiet@spec.example')).toHaveLength(2);
    await happened({ kind: 'failed' });
    await overdue();
    await post.turn();
    expect(mailsTo('quiet@spec.example')).toHaveLength(2);
    await contacts.change({ orgId: ORG, actor: 'spec' }, id, { quiet: null });
    await query(`UPDATE notifications.mail_lanes SET due_at = due_at - interval '1 minute' WHERE due_at < now() + interval '1 minute'`);
    await post.turn();
    expect(mailsTo('quiet@spec.example')).toHaveLength(3);
    await contacts.unlink({ orgId: ORG, actor: 'spec' }, id, 'removed');
  }, 30_000);

  it('carry a link that decides as long as its reader may, and that nobody has revoked', async () => {
    const address = 'promoted@spec.example';
    const id = await joined(address);
    const approval = { type: 'script', status: 'pending', preview: { script: 'Раз' }, deadlineAt: null, onDeadline: null };
    const of = async () => {
      const videoId = randomUUID();
      video = { id: videoId, status: 'awaiting_approval', approvals: [approval] as unknown as Video['approvals'] };
      await happened({ kind: 'gate', type: 'script', gate: 1 });
      await turns(1);
      const link = mailsTo(address)
        .at(-1)
        ?.links.find((one) => one.includes('/a/') && !/\/(?:join|leave)\//.test(one));
      return { videoId, token: link?.split('/').at(-1) ?? '' };
    };
    const [kept, revoked] = [await of(), await of()];
    const is = async () => [(await links.open(kept.token)) !== null, (await links.open(revoked.token)) !== null];
    const become = (role: 'viewer' | 'approver' | 'producer') => contacts.change({ orgId: ORG, actor: 'spec' }, id, { role });
    expect(await is()).toEqual([true, true]);
    const gate = { orgId: ORG, kind: 'video', gateName: 'script' } as const;
    const [made] = await links.list({ ...gate, subjectId: revoked.videoId }, 1, null);
    await become('viewer');
    expect(await is()).toEqual([false, false]);
    await links.revoke({ ...gate, subjectId: revoked.videoId }, made?.id ?? '');
    for (const role of ['viewer', 'producer', 'approver'] as const) await become(role);
    expect(await is()).toEqual([true, false]);
    await become('viewer');
    await contacts.unlink({ orgId: ORG, actor: 'spec' }, id, 'removed');
    expect(await is()).toEqual([false, false]);
  }, 30_000);

  it('remember a gate at its times, while it waits', async () => {
    await joined('reminded@spec.example');
    const approval = {
      type: 'script',
      status: 'pending',
      preview: { script: 'Раз' },
      deadlineAt: new Date(clock.nowMs() + HOUR_MS).toISOString(),
      onDeadline: 'cancel',
    };
    video = { id: randomUUID(), status: 'awaiting_approval', approvals: [approval] as unknown as Video['approvals'] };
    await happened({ kind: 'reminder', type: 'script', gate: 1 }, new Date(Date.now() + HOUR_MS).toISOString());
    await turns(1);
    expect(mailsTo('reminded@spec.example')).toHaveLength(1);
    await query('UPDATE notifications.outbox SET not_before = now()');
    await turns(1);
    expect(mailsTo('reminded@spec.example')[1]?.subject).toBe('Всё ещё ждёт ответа: «Пчёлы»');
    expect(mailsTo('reminded@spec.example')[1]?.text).toMatch(/будет отменено через (?:59 мин|1 ч)/);
    video = { ...video, approvals: [{ ...approval, status: 'approved' }] as unknown as Video['approvals'] };
    await happened({ kind: 'reminder', type: 'script', gate: 1 });
    await turns(1);
    expect(mailsTo('reminded@spec.example')).toHaveLength(2);
  }, 30_000);
});

describe('turns of the bot', () => {
  let eventing: TestEventing;
  beforeAll(async () => {
    eventing = await createTestEventing({ register: () => undefined, migrations: [...platformMigrations, ...notificationsMigrations] });
  }, 60_000);
  afterAll(() => eventing?.close(), 30_000);

  /** When each of them comes, in ms from now. */
  const places = async (count: number, take: (turns: SendTurns) => Promise<number>): Promise<number[]> => {
    const processes = [new SendTurns(eventing.database), new SendTurns(eventing.database)];
    const startedAt = Date.now();
    const all: number[] = [];
    for (let place = 0; place < count; place++) all.push((await take(processes[place % 2] as SendTurns)) + Date.now() - startedAt);
    return all;
  };
  const mostWithin = (ms: number, at: readonly number[]): number =>
    Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + ms).length));

  it('are 25 a second in all, whichever process asks: 200 chats have had theirs after 8 seconds and the time of asking', async () => {
    const at = await places(200, (turns) => turns.turnOfAll());
    expect(mostWithin(950, at)).toBeLessThanOrEqual(25);
    expect(Math.max(...at)).toBeGreaterThan(7_900);
  }, 30_000);

  it('are one a second in a chat and 20 a minute in a group, after a burst of three, and one chat keeps no other one waiting', async () => {
    const chat = await places(10, (turns) => turns.turnOfChat('42'));
    expect(chat.slice(0, 3).every((ms) => ms < 1000)).toBe(true);
    expect(mostWithin(950, chat.slice(3))).toBe(1);
    expect(mostWithin(60_000, await places(40, (turns) => turns.turnOfChat('-7')))).toBeLessThanOrEqual(20);
    expect(await new SendTurns(eventing.database).turnOfChat('43')).toBe(0);
  }, 30_000);

  it('show 200 chats one video in turn: nobody sees what is more than ten seconds old, however often it changes', async () => {
    const [turnMs, chats, perLook] = [40, 200, 5];
    const ids = Array.from({ length: chats }, () => randomUUID());
    const videoId = randomUUID();
    let now = 0;
    let percent = 0;
    /** By chat: what it shows, and when that was put there. */
    const shown = new Map<string, { readonly text: string; readonly at: number; readonly edits: number }>();
    /** Chats that have been taken up and have not found out yet whether there is anything to say. */
    const looking = new Set<string>();
    // The row of the whole bot, with a clock of its own: whoever asks first has the first turn.
    const row: (() => Promise<void>)[] = [];
    const bot = {
      send: (address: string, work: (api: unknown) => Promise<number>) =>
        new Promise<number>((resolve, reject) => {
          looking.delete(address);
          const put = (text: string): void => {
            const edits = (shown.get(address)?.edits ?? 0) + 1;
            shown.set(address, { text, at: now, edits });
          };
          const api = {
            sendMessage: (_: string, text: string) => Promise.resolve((put(text), { message_id: 1 })),
            editMessageText: (_: string, __: number, text: string) => Promise.resolve(put(text)),
          };
          row.push(() => work(api).then(resolve, reject));
        }),
    } as unknown as TelegramBot;
    const contacts = {
      find: (id: string) => (looking.add(id), Promise.resolve({ id, orgId: ORG, address: id, language: id })),
    } as unknown as Contacts;
    const videos = {
      read(_org: string, _video: string, reader: string) {
        if (shown.get(reader)?.text.includes(` ${percent} %`)) looking.delete(reader);
        return Promise.resolve({ title: 'Bees', progress: { percent, message: '' } });
      },
    } as unknown as Videos;
    const nothing = {} as never;
    const sender = new Outgoing(eventing.database, contacts, videos, nothing, nothing, nothing, bot, new Clock());
    await eventing.database.query(
      `INSERT INTO notifications.cards (contact_id, org_id, video_id, due_at) SELECT id, $2, $3, now() - interval '1 hour' FROM unnest($1::uuid[]) AS id`,
      [ids, ORG, videoId],
    );
    /** So much of the bot's time, in which the video moves on or does not. */
    const passes = async (ms: number, moves: boolean): Promise<void> => {
      for (const end = now + ms; now < end;) {
        if (moves) percent += 1;
        await eventing.database.query(
          `UPDATE notifications.cards SET is_dirty = is_dirty OR $2, due_at = due_at - $3 * interval '1 ms' WHERE video_id = $1`,
          [videoId, moves, perLook * turnMs],
        );
        await sender.turn();
        while (looking.size > 0) await nextTurn();
        for (const send of row.splice(0, perLook)) await send();
        now += perLook * turnMs;
      }
    };
    await passes(20_000, true);
    expect(shown.size).toBe(chats);
    expect(Math.max(...[...shown.values()].map(({ at }) => now - at))).toBeLessThanOrEqual(10_000);
    const edits = [...shown.values()].map((one) => one.edits);
    expect(Math.max(...edits) - Math.min(...edits)).toBeLessThanOrEqual(2);
    // The last of it is everywhere ten seconds later.
    const last = percent;
    await passes(10_000, false);
    expect([...shown.values()].filter(({ text }) => !text.includes(` ${last} %`))).toEqual([]);
  }, 60_000);

  it('stop for everybody when Telegram asks for it', async () => {
    const turns = new SendTurns(eventing.database);
    await turns.pauseAll(60_000);
    await turns.pauseAll(5);
    expect(await new SendTurns(eventing.database).turnOfAll()).toBeGreaterThan(50_000);
  }, 30_000);
});

describe('news of Telegram', () => {
  let eventing: TestEventing;
  beforeAll(async () => {
    eventing = await createTestEventing({ register: () => undefined, migrations: [...platformMigrations, ...notificationsMigrations] });
  }, 60_000);
  afterAll(() => eventing?.close(), 30_000);

  it('with a word that no database keeps stop nobody: it is kept as far as it can be, and all that came with it', async () => {
    const updates = new UpdatesTable(eventing.database);
    const said = (update_id: number, text: string) => ({ update_id, message: { text } }) as Parameters<typeof updates.keep>[0][number];
    await updates.keep([said(1, 'a\0b'), said(2, 'half of \ud83d'), said(3, 'whole \u{1f419}')]);
    const waiting = await updates.waiting(10);
    expect(waiting.map((one) => [one.update_id, one.message?.text])).toEqual([
      [1, 'ab'],
      [2, 'half of \ufffd'],
      [3, 'whole \u{1f419}'],
    ]);
  });
});

describe('a film in a chat', () => {
  const CHAT = 7_100_000_001;
  const CONTACT = randomUUID();
  const LINK = 'https://kadr.example/film.mp4';
  let folder: string;
  let sandbox: Sandbox;
  let eventing: TestEventing;
  let chat: TelegramChat;
  let found: FilmWithin;
  let video: Video;
  /** What was asked for: bytes. */
  let asked: number[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kadr-films-'));
    sandbox = await startSandbox({ port: 0, dataDir: folder });
    eventing = await createTestEventing({ register: () => undefined, migrations: [...platformMigrations, ...notificationsMigrations] });
    chat = new TelegramChat(sandbox.url, CHAT);
  }, 60_000);
  afterAll(async () => {
    await eventing?.close();
    await sandbox?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  /** A file of so many bytes, which nobody has seen before. */
  const stored = async (sizeBytes: number) => {
    const key = path.join(folder, randomUUID());
    await writeFile(key, key);
    await truncate(key, sizeBytes);
    return { key, contentType: 'video/mp4', sizeBytes, sha256: randomUUID() };
  };
  interface Sender {
    readonly env?: Readonly<Record<string, string>>;
    readonly language?: 'en' | 'ru';
    readonly to?: number;
    readonly database?: TestEventing['database'];
  }
  const outgoing = ({ env = {}, language = 'en', to = CHAT, database = eventing.database }: Sender = {}): Outgoing => {
    const config = notificationsConfig({ ...sandbox.env, ...env });
    const contacts = {
      find: () => Promise.resolve({ id: CONTACT, orgId: ORG, address: String(to), role: 'viewer', language, wants: [], quiet: null }),
    } as unknown as Contacts;
    const videos = {
      read: () => Promise.resolve(video),
      artifact: () => Promise.resolve({ key: LINK, contentType: 'video/mp4' }),
      filmWithin: (_by: unknown, _id: string, maxBytes: number) => (asked.push(maxBytes), Promise.resolve(found)),
    } as unknown as Videos;
    const storage = { localPath: (key: string) => Promise.resolve(key) } as unknown as ObjectStorage;
    const urls = { sign: (key: string) => key } as unknown as SignedUrls;
    const bot = new TelegramBot(config, new SendTurns(database));
    const [buttons, files] = [new ButtonTable(database), new TelegramFiles(database, storage)];
    const films = new FilmMessage(bot, videos, storage, urls, buttons, files, config);
    return new Outgoing(database, contacts, videos, {} as GateMessage, films, {} as RunMessages, bot, new Clock());
  };
  const turn = async (sender: Outgoing): Promise<void> => {
    await sender.turn();
    await sender.settled();
  };
  const waiting = () =>
    eventing.database.query<{ kind: string }>(`SELECT news->>'kind' AS kind FROM notifications.outbox ORDER BY position`);
  const news = async (...kinds: News['kind'][]): Promise<void> => {
    asked = [];
    const id = randomUUID();
    video = {
      ...{ id, title: 'Bees', status: 'completed', artifacts: [], error: null },
      video: { url: LINK, durationSeconds: 288, width: 1080, height: 1920, fps: 30, bytes: 0 },
    } as unknown as Video;
    for (const [position, kind] of kinds.entries())
      await eventing.database.query(
        `INSERT INTO notifications.outbox (id, org_id, contact_id, video_id, channel, news, position) VALUES ($1, $2, $3, $4, 'telegram', $5, $6)`,
        [randomUUID(), ORG, CONTACT, id, JSON.stringify({ kind }), position],
      );
  };
  const lastMessage = async () => (await chat.messages()).at(-1);

  it('waits for a smaller copy, keeps nothing that follows waiting, and comes with the size of the copy', async () => {
    await news('film', 'cancelled');
    found = { state: 'being-made' };
    const sender = outgoing();
    await turn(sender);
    await turn(sender);
    expect([await waiting(), (await lastMessage())?.text, asked]).toEqual([
      [{ kind: 'film' }],
      '✖ Bees was cancelled.',
      [49 * 1024 * 1024],
    ]);
    found = { state: 'ready', file: await stored(3000), widthPx: 480, heightPx: 854 };
    await eventing.database.query('UPDATE notifications.outbox SET not_before = now()');
    await turn(sender);
    expect([await waiting(), await lastMessage()]).toMatchObject([
      [],
      { kind: 'video', bytes: 3000, width: 480, height: 854, durationSeconds: 288 },
    ]);
  }, 30_000);

  it.each([
    ['en', 'The film is too large for a chat'],
    ['ru', 'Фильм слишком большой для чата'],
  ] as const)(
    'is a link with a word of why where no copy fits (%s)',
    async (language, why) => {
      await news('film');
      found = { state: 'impossible' };
      await turn(outgoing({ language }));
      expect([await waiting(), await lastMessage()]).toMatchObject([[], { kind: 'text', text: expect.stringContaining(why) }]);
      expect((await lastMessage())?.text).toContain(LINK);
    },
    30_000,
  );

  it('is a link where Telegram takes less than was thought: of 51 MB it takes none', async () => {
    await news('film');
    found = { state: 'ready', file: await stored(51 * 1024 * 1024), widthPx: 1080, heightPx: 1920 };
    await turn(outgoing({ env: { KADR_TELEGRAM_MAX_UPLOAD_MB: '2000' } }));
    expect([await waiting(), await lastMessage()]).toMatchObject([[], { kind: 'text', text: expect.stringContaining(LINK) }]);
  }, 60_000);

  /** A process that dies at its n-th statement and does nothing afterwards. */
  const mortal = (statements: number): { readonly database: TestEventing['database']; readonly isDead: () => boolean } => {
    let left = statements;
    const dies = new Set<PropertyKey>(['query', 'transaction']);
    const database = new Proxy(eventing.database, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          if (dies.has(name) && --left < 0) return Promise.reject(new Error('killed'));
          return (member as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
    return { database, isDead: () => left < 0 };
  };

  it('comes once wherever its sender dies, and once more only between the answer of Telegram and its own commit', async () => {
    const counts: number[] = [];
    for (let point = 0, wasKilled = true; wasKilled; point++) {
      await news('film');
      found = { state: 'ready', file: await stored(2000), widthPx: 480, heightPx: 854 };
      const to = CHAT + 100 + point;
      const { database, isDead } = mortal(point);
      await turn(outgoing({ to, database })).catch(() => undefined);
      wasKilled = isDead();
      await eventing.database.query('UPDATE notifications.outbox SET due_at = now(), not_before = now()');
      await turn(outgoing({ to }));
      expect(await waiting()).toEqual([]);
      counts.push((await new TelegramChat(sandbox.url, to).messages()).length);
    }
    // Two statements follow the answer: what Telegram calls the file is kept, and the news is struck off.
    const once = counts.length - 3;
    expect(once).toBeGreaterThan(4);
    expect(counts).toEqual([...Array.from({ length: once }, () => 1), 2, 2, 1]);
  }, 60_000);
});
