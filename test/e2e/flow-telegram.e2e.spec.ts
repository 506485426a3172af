import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keptInDatabase, keptInNats, keptInRedis, placesOf } from '../support/everything-kept.js';
import { linkIn, MailBox, type ReceivedMail } from '../support/mail-box.js';
import { SandboxedApp } from '../support/sandboxed-app.js';
import { until } from '../support/supervised.js';
import { TelegramChat } from '../support/telegram-chat.js';

const CHAT = 7_000_000_001;

describe('a film from a chat', () => {
  let app: SandboxedApp;
  let chat: TelegramChat;
  beforeAll(async () => {
    app = await SandboxedApp.start({ speed: 50 });
    chat = new TelegramChat(app.sandbox.url, CHAT);
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  const invitation = async (role: string): Promise<string> => {
    const response = await app.app.post('/v1/contacts/telegram', { role, language: 'ru' });
    expect(response.status).toBe(201);
    const token = new URL(((await response.json()) as { url: string }).url).searchParams.get('start') ?? '';
    expect(token).toMatch(/^[\w-]{32}$/);
    return token;
  };
  /** As a power cut would, and on the same data. */
  const killed = async (): Promise<void> => {
    await app.app.kill();
    await app.restart({});
  };

  it('speaks to nobody who was not invited, and links a chat once', async () => {
    await chat.say('Привет', { user: { id: CHAT, name: 'Анна' } });
    await chat.waitFor('a line of help', ({ text }) => text.includes('not linked') || text.includes('не привязан'));
    const token = await invitation('producer');
    await chat.say(`/start ${token}`);
    await chat.waitFor('the welcome', ({ text }) => text.includes('чат привязан'));
    const other = new TelegramChat(app.sandbox.url, CHAT + 1);
    await other.say(`/start ${token}`);
    await other.waitFor('a refusal', ({ text }) => /link was used|Ссылка уже/.test(text));
    const { data } = (await (await app.app.request('/v1/contacts')).json()) as { data: Record<string, unknown>[] };
    expect(data).toEqual([expect.objectContaining({ name: 'Анна', role: 'producer', language: 'ru' })]);
  }, 60_000);

  it('answers every command, also those that it does not know, and none that is for another bot', async () => {
    const helps = async () => (await chat.messages()).filter(({ text }) => text.includes('/new <')).length;
    for (const command of ['/help', '/toString', '/new', '/language', '/', '/help@kadr_sandbox_bot']) {
      const before = await helps();
      await chat.say(command);
      await until(`help after ${command}`, 15_000, async () => (await helps()) > before || null);
    }
    await chat.say('/Language En');
    await chat.waitFor('English', ({ text }) => text === 'I speak English now.');
    await chat.say('/new@another_bot Киты');
    await chat.say('/language RU');
    await chat.waitFor('Russian', ({ text }) => text === 'Теперь я говорю по-русски.');
    expect((await chat.messages()).filter(({ text }) => text.includes('Киты')).map(({ text }) => text)).toEqual(['/new@another_bot Киты']);
  }, 60_000);

  it('takes a press as one, however often Telegram loses what was answered', async () => {
    // Every text of this card is taken without an answer the first time, so everything is done a second time.
    await chat.say('Пчёлы [[sandbox@telegram: reset]]');
    await until(
      'the card comes again',
      30_000,
      async () => (await chat.messages()).filter(({ text }) => text.startsWith('Новый фильм\nПчёлы')).length === 2 || null,
    );
    const card = await chat.withButton('60 с');
    await chat.press(card, '60 с');
    const turned = await chat.withButton('4 мин 48×5');
    await chat.press(turned, '✕');
    await chat.waitFor('that it was dropped', ({ text }) => text.includes('Отменено.'));
    expect((await chat.messages()).flatMap(({ buttons }) => buttons.flat()).some(({ text }) => text === '15 с')).toBe(false);
  }, 60_000);

  it('is ordered, approved at three gates and received, whatever is killed meanwhile', async () => {
    // Order: a prompt, a card with its price, and buttons that change it.
    await chat.say('Почему у осьминога три сердца');
    let card = await chat.waitFor('the card', ({ text, buttons }) => text.includes('осьминога') && buttons.length > 0);
    expect(card.text).toMatch(/Новый фильм\nПочему у осьминога три сердца\n\nСцен: 12/);
    for (const [press, then] of [
      ['60 с', '4 мин 48×5'],
      ['4 мин 48×5', '15 с'],
      ['720p', '1080p'],
      ['1080p', '480p'],
    ] as const) {
      await chat.press(card, press);
      card = await chat.withButton(then);
    }
    expect(card.text).toContain('Сцен: 3');
    await killed();
    await chat.press(card, '✅ Создать', { twice: true });
    await killed();
    await chat.waitFor('the order', ({ text }) => text.includes('Заказано.'));

    // What was pressed in another chat, or made up, means nothing.
    const stranger = new TelegramChat(app.sandbox.url, CHAT + 1);
    const greeting = await stranger.waitFor('a message', ({ from }) => from === 'Kadr');
    await stranger.press(greeting, card.buttons[0]?.[0]?.data ?? '', { forged: true });
    await until('the stranger is told so', 20_000, async () => (await stranger.popups()).some((text) => /is over|не действует/.test(text)));

    // Stage 1: the script.
    let gate = await chat.withButton('✅ Утвердить');
    expect(gate.text).toContain('Сценарий подходит?');
    await killed();
    // A file takes the place of it; a picture does not.
    await chat.press(gate, '✏️ Изменить');
    const asked = await chat.waitFor('the question', ({ text }) => text.startsWith('Ответьте на это сообщение: что изменить?'));
    await chat.say('', {
      replyTo: asked.messageId,
      document: { name: 'script.txt', base64: Buffer.from([0x89, 0x50, 0xff]).toString('base64') },
    });
    await chat.waitFor('a refusal', ({ text }) => text.startsWith('Сценарий нужен текстовым файлом'));
    const script = 'У осьминога три сердца. Два качают кровь к жабрам. Третье – ко всему телу.';
    await chat.say('', { replyTo: asked.messageId, document: { name: 'script.txt', text: `\ufeff${script}` } });
    const first = gate.messageId;
    gate = await chat.waitFor(
      'the new script',
      ({ messageId, text, buttons }) => messageId > first && text.includes('Два качают') && buttons.length > 0,
    );
    await chat.press(gate, '✅ Утвердить', { twice: true });
    await chat.waitFor('who approved the script', ({ text }) => text.includes('✅ Утверждено: Анна'));

    // Stage 4: pictures as an album, one of them again.
    gate = await chat.withButton('✅ Всё хорошо');
    const album = (await chat.messages()).filter(({ kind }) => kind === 'photo');
    expect([album.length, new Set(album.map((one) => one.album)).size]).toEqual([3, 1]);
    await chat.press(gate, '2');
    gate = await chat.withButton('🔁 Переделать 2');
    await chat.press(gate, '🔁 Переделать 2');
    await killed();
    const before = gate.messageId;
    gate = await chat.waitFor('the pictures again', ({ messageId, buttons }) => messageId > before && buttons.flat().length > 0);
    await chat.press(gate, '✅ Всё хорошо');

    // Stage 6: clips as an album.
    gate = await chat.waitFor('the clips', ({ text, buttons }) => text.includes('Ролики подходят?') && buttons.flat().length > 0);
    expect((await chat.messages()).filter(({ kind, album: of }) => kind === 'video' && of !== null)).toHaveLength(3);
    await chat.press(gate, '✅ Всё хорошо');
    await killed();

    // Stage 8: the film.
    const film = await chat.waitFor('the film', ({ text, kind }) => kind === 'video' && text.includes('готово'), 120_000);
    expect([film.width, film.height, film.durationSeconds]).toEqual([480, 854, 15]);
    const file = path.join(app.services.dataDir, 'film.mp4');
    writeFileSync(file, await chat.file(film));
    expect(
      spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], { encoding: 'utf8' }),
    ).toMatchObject({
      status: 0,
      stderr: '',
    });

    const { data } = (await (await app.app.request('/v1/videos')).json()) as { data: { id: string; title: string }[] };
    expect(data).toHaveLength(1);
    const progress = await chat.waitFor('the last progress', ({ text }) => text.includes('100 %'), 20_000);
    expect(progress.edits).toBeGreaterThan(1);
    // A card that a process had taken up when it died is shown by the next one.
    await app.app.query('UPDATE notifications.cards SET shown = NULL, is_dirty = false', []);
    // From here on the chat takes 1 MB.
    await app.app.kill();
    await app.restart({ KADR_TELEGRAM_MAX_UPLOAD_MB: '1' });
    await until(
      'the card is shown',
      30_000,
      async () => (await app.app.query('SELECT 1 FROM notifications.cards WHERE shown IS NOT NULL', [])).length,
    );
    // Each step once, or repeated once for a process that was killed between Telegram's answer and its own commit.
    const shown = (await chat.messages()).filter(({ kind, text }) => kind === 'video' && text.includes('готово'));
    expect(shown.length).toBeLessThanOrEqual(2);
  }, 240_000);

  it('shows of twelve scenes five pictures, and how many are made, as requirement 4 says it', async () => {
    const before = Math.max(...(await chat.messages()).map(({ messageId }) => messageId));
    await chat.say('Почему море солёное');
    let card = await chat.waitFor('the card', ({ text, buttons }) => text.includes('солёное') && buttons.length > 0);
    // The largest: smaller pictures are all there before the card is written anew.
    await chat.press(card, '720p');
    card = await chat.withButton('1080p');
    expect(card.text).toContain('Сцен: 12');
    await chat.press(card, '✅ Создать');
    const isNew = ({ messageId }: { messageId: number }): boolean => messageId > before;
    const script = await chat.waitFor('the script', (one) => isNew(one) && one.text.includes('Сценарий подходит?'));
    await chat.press(script, '✅ Утвердить');
    const counted = await chat.waitFor('the count of pictures', (one) => isNew(one) && /изображений: [1-9]\d*\/12/.test(one.text));
    const [, done, percent] = /Генерация изображений: (\d+)\/12 \((\d+)%\)/.exec(counted.text) ?? [];
    expect(Number(percent)).toBe(Math.floor((100 * Number(done)) / 12));
    const gate = await chat.withButton('✅ Всё хорошо', 120_000);
    const album = (await chat.messages()).filter((one) => isNew(one) && one.kind === 'photo');
    expect([album.length, new Set(album.map((one) => one.album)).size]).toEqual([5, 1]);
    expect(
      gate.buttons
        .flat()
        .map(({ text }) => text)
        .filter((text) => /^\d+$/.test(text)),
    ).toEqual(['1', '2', '3', '4', '5']);
    await chat.say('/cancel');
  }, 240_000);

  it('hears what a workflow has to say, whatever is killed meanwhile', async () => {
    const say = (id: string, text: string, more: object = {}) => ({ id, type: 'Notify.Telegram', params: { text, ...more } });
    const { data: linked } = (await (await app.app.request('/v1/contacts')).json()) as { data: { id: string }[] };
    const nodes = [
      { id: 'who', type: 'Input.Text', params: { default: 'осьминог & рыба' } },
      say('all', 'Готово: {{inputs.who}}'),
      { id: 'later', type: 'Delay', params: { seconds: 1 } },
      say('one', 'Только здесь: {{nodes.later.value}}', { contact: linked[0]?.id }),
      say('nobody', 'Никому', { contact: randomUUID() }),
    ];
    const edges = [{ from: 'who.text', to: 'later.value' }];
    const made = async (route: string, body: object = {}): Promise<string> => {
      const answer = await app.app.post(route, body);
      expect([200, 201, 202]).toContain(answer.status);
      return ((await answer.json()) as { id: string }).id;
    };
    const run = await made(`/v1/workflows/${await made('/v1/workflows', { name: 'Рассказать', graph: { nodes, edges } })}/runs`);
    await killed();
    await until('the run is complete', 60_000, async () => {
      const { status } = (await (await app.app.request(`/v1/workflow-runs/${run}`)).json()) as { status: string };
      return status === 'completed' || null;
    });
    await chat.waitFor('what is for this chat', ({ text }) => text === 'Только здесь: осьминог & рыба', 60_000);
    await chat.waitFor('what is for all', ({ text }) => text === 'Готово: осьминог & рыба', 60_000);
    await until(
      'nothing waits any more',
      30_000,
      async () => (await app.app.query('SELECT 1 FROM notifications.outbox', [])).length === 0 || null,
    );
    const said = (await chat.messages()).map(({ text }) => text);
    const times = (what: string): number => said.filter((text) => text === what).length;
    expect(times('Только здесь: осьминог & рыба')).toBe(1);
    // Repeated once at most, for a process that was killed between Telegram's answer and its own commit.
    expect(times('Готово: осьминог & рыба')).toBeLessThanOrEqual(2);
    expect(said).not.toContain('Никому');
  }, 180_000);

  it('comes as a smaller copy where it is too large for the chat, made once and counted', async () => {
    const stored = async (): Promise<number> => {
      const { resources } = await app.read<{ resources: { resource: string; used: number }[] }>('/v1/billing/quota');
      return resources.find(({ resource }) => resource === 'storage_bytes')?.used ?? NaN;
    };
    await app.app.kill();
    await app.restart({ KADR_TELEGRAM_MAX_UPLOAD_MB: '1' });
    // Quiet pictures may take less than a megabyte. Of this seed they are not quiet: two and a half.
    const plain = { voice: false, music: false, subtitles: false, visuals: { seed: 2 } };
    const ordered = await app.app.post('/v1/videos', { prompt: 'Рыбы', language: 'ru', durationSeconds: 5, resolution: '1080p', ...plain });
    const { id } = (await ordered.json()) as { id: string };
    const sent = await chat.waitFor('the copy', ({ kind, text }) => kind === 'video' && text.includes('Рыбы'), 120_000);
    const read = await app.read<{ title: string; artifacts: { name: string; bytes: number }[] }>(`/v1/videos/${id}`);
    const film = read.artifacts.find(({ name }) => name === 'final.mp4')?.bytes ?? 0;
    expect([film > 1024 * 1024, (sent.bytes ?? Infinity) <= 1024 * 1024, sent.width, sent.durationSeconds]).toEqual([true, true, 720, 5]);
    const file = path.join(app.services.dataDir, 'copy.mp4');
    writeFileSync(file, await chat.file(sent));
    expect(
      spawnSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], { encoding: 'utf8' }),
    ).toMatchObject({
      status: 0,
      stderr: '',
    });
    const copies = await app.app.query<{ bytes: number }>(
      `SELECT (data->'copy'->>'sizeBytes')::int AS bytes FROM eventing.events WHERE type = 'FilmCopyMade' AND data->>'videoId' = $1`,
      [id],
    );
    expect(copies).toEqual([{ bytes: sent.bytes }]);
    // It goes with the video, and what it took is free again.
    const before = await stored();
    const kept = read.artifacts.reduce((sum, { bytes }) => sum + bytes, sent.bytes ?? 0);
    expect((await app.app.request(`/v1/videos/${id}`, { method: 'DELETE' })).status).toBe(204);
    await until('all of it is free', 30_000, async () => before - (await stored()) >= kept || null);
  }, 180_000);

  it('is nobody to another organisation, and leaves when it is told to', async () => {
    const made = await app.app.post('/v1/admin/organisations', { name: 'Others', plan: 'creator' });
    const { apiKey } = (await made.json()) as { apiKey: { key: string } };
    const [contact] = ((await (await app.app.request('/v1/contacts')).json()) as { data: { id: string }[] }).data;
    const theirs = { headers: { authorization: `Bearer ${apiKey.key}` } };
    const change = { method: 'PATCH', body: JSON.stringify({ role: 'viewer' }) };
    const place = `/v1/contacts/${contact?.id}`;
    expect((await app.app.request(place, { ...theirs, ...change })).status).toBe(404);
    expect((await app.app.request(place, { ...theirs, method: 'DELETE' })).status).toBe(404);
    expect(await (await app.app.request('/v1/contacts', theirs)).json()).toEqual({ data: [], nextCursor: null });
    expect(await (await app.app.request(place, change)).json()).toMatchObject({ role: 'viewer', wants: ['approvals', 'ends', 'all'] });
    await chat.say('/unlink');
    await chat.waitFor('the farewell', ({ text }) => text.includes('Чат отвязан'));
    expect(await app.app.query('SELECT 1 FROM notifications.contact_details WHERE contact_id = $1', [contact?.id])).toEqual([]);
  }, 30_000);

  describe('by mail', () => {
    const ADDRESS = 'anna.petrova+busy1@clients.example';
    const order = { prompt: 'Почему идёт снег', language: 'ru', durationSeconds: 5, resolution: '480p', music: false };
    let anna: MailBox;
    let videoId = '';
    const later = () => app.app.query('UPDATE notifications.mail_lanes SET due_at = now()', []);
    /** The app listens elsewhere after each start. */
    const here = (link: string): string => `${app.app.url}${new URL(link).pathname}${new URL(link).search}`;
    const post = (link: string, body = '') =>
      fetch(here(link), { method: 'POST', body, redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const contacts = async () => ((await (await app.app.request('/v1/contacts')).json()) as { data: Record<string, unknown>[] }).data;

    it('asks a mailbox before it writes to it, and takes only a press for a yes', async () => {
      anna = new MailBox(app.sandbox, ADDRESS);
      const invited = { address: ADDRESS, role: 'approver', language: 'ru', name: 'Анна Петрова' };
      const first = await app.app.post('/v1/contacts/email', invited);
      const again = await app.app.post('/v1/contacts/email', { ...invited, address: ADDRESS.toUpperCase() });
      expect([first.status, again.status, await again.json()]).toEqual([201, 201, await first.json()]);
      const mail = await anna.waitFor('the question', ({ subject }) => subject.startsWith('Хотите получать'));
      const join = linkIn(mail, 'join');
      for (let look = 0; look < 20; look++) expect((await fetch(here(join))).status).toBe(200);
      expect(await contacts()).toEqual([]);
      for (let press = 0; press < 2; press++) expect(await (await post(join)).text()).toContain('Письма о фильмах подключены');
      expect(await contacts()).toEqual([
        expect.objectContaining({
          channel: 'email',
          address: ADDRESS,
          name: 'Анна Петрова',
          role: 'approver',
          wants: ['approvals', 'ends'],
          quiet: null,
        }),
      ]);
      expect((await app.app.post('/v1/contacts/email', invited)).status).toBe(409);
      for (const made of [`${join.slice(0, -1)}${join.endsWith('A') ? 'B' : 'A'}`, join.replace('/join/', '/leave/')])
        expect((await post(made)).status).toBe(404);
      const wrong = await app.app.post('/v1/contacts/email', { address: 'anna@x.example\nBcc: b@x.example', role: 'boss' });
      expect([wrong.status, ((await wrong.json()) as { errors: { path: string }[] }).errors.map(({ path: at }) => at).sort()]).toEqual([
        400,
        ['address', 'role'],
      ]);
    }, 60_000);

    it('brings script and pictures with a link that decides, says who did, and ends with the film', async () => {
      const ordered = await app.app.post('/v1/videos', {
        ...order,
        approvals: ['images', { type: 'script', deadlineSeconds: 7200, onDeadline: 'cancel' }],
        visuals: { mode: 'image-to-video' },
      });
      expect(ordered.status).toBe(202);
      videoId = ((await ordered.json()) as { id: string }).id;
      const script = await anna.waitFor('the script', ({ subject }) => subject.startsWith('Сценарий подходит?'));
      expect(script.text).toMatch(/Без ответа видео будет отменено через (?:2 ч|1 ч 59 мин)/);
      expect(script.headers).toMatchObject({
        'list-unsubscribe': `<${linkIn(script, 'leave')}>`,
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
        'auto-submitted': 'auto-generated',
      });
      const gate = linkIn(script, 'gate');
      expect((await fetch(here(gate))).status).toBe(200);
      await killed();
      expect((await post(gate, 'decision=approve')).status).toBe(303);
      expect(await (await fetch(here(gate))).text()).toContain('Кто: Анна Петрова');

      await until('the pictures wait for an answer', 60_000, async () => {
        const { progress } = await app.read<{ progress: { phase: string } }>(`/v1/videos/${videoId}`);
        return progress.phase === 'awaiting_images' || null;
      });
      // Within a minute of the last mail nothing goes: what comes is gathered.
      expect(anna.mails().filter(({ subject }) => subject.startsWith('Картинки'))).toEqual([]);
      await later();
      const pictures = await anna.waitFor('the pictures', ({ subject }) => subject.startsWith('Картинки подходят?'));
      expect(pictures.pictures.map(({ contentType }) => contentType)).toEqual(['image/jpeg']);
      expect(pictures.html).toContain(`cid:${pictures.pictures[0]?.cid}`);
      expect((await post(linkIn(pictures, 'gate'), 'decision=approve')).status).toBe(303);
      await until(
        'the film',
        90_000,
        async () => (await app.read<{ status: string }>(`/v1/videos/${videoId}`)).status === 'completed' || null,
      );
      await later();
      const film = await anna.waitFor('the film', ({ subject }) => subject.startsWith('Готово:'));
      expect((await fetch(here(linkIn(film, 'film')), { headers: { range: 'bytes=0-7' } })).status).toBe(206);
    }, 240_000);

    it('lets its reader leave by one click, whatever a mail program sends', async () => {
      const leave = linkIn(anna.mails().at(-1) as ReceivedMail, 'leave');
      for (let look = 0; look < 3; look++) expect((await fetch(here(leave))).status).toBe(200);
      expect(await contacts()).toHaveLength(1);
      const form = new FormData();
      form.set('List-Unsubscribe', 'One-Click');
      expect((await fetch(here(leave), { method: 'POST', body: form })).status).toBe(200);
      expect((await post(leave, 'List-Unsubscribe=One-Click')).status).toBe(200);
      expect(await contacts()).toEqual([]);
      const kept = await app.app.query(
        `SELECT 1 FROM notifications.contact_details UNION ALL SELECT 1 FROM notifications.contact_links WHERE address IS NOT NULL`,
        [],
      );
      expect(kept).toEqual([]);
    }, 30_000);
  });

  it('left no secret anywhere: not in the database, NATS, Redis or what it said', async () => {
    const made = async <T>(pathname: string, body: object): Promise<T> => (await (await app.app.post(pathname, body)).json()) as T;
    const gated = { prompt: 'Лес, где живёт зимородок', durationSeconds: 5, resolution: '480p', approvals: ['script'] };
    const { id } = await made<{ id: string }>('/v1/videos', gated);
    await until(
      'the gate',
      60_000,
      async () => (await app.read<{ status: string }>(`/v1/videos/${id}`)).status === 'awaiting_approval' || null,
    );
    const { url } = await made<{ url: string }>(`/v1/videos/${id}/approvals/script/links`, { label: 'Anna' });
    const page = new URL(url).pathname;
    expect((await fetch(`${app.app.url}${page}`)).status).toBe(200);
    const hook = { url: 'https://hooks.example/hook', events: ['*'], isEnabled: false };
    const endpoint = await made<{ id: string; secret: string }>('/v1/webhook-endpoints', hook);
    const rotated = await made<{ secret: string }>(`/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, {});
    // What goes wrong on the way out is told as well.
    await made('/v1/contacts/email', { address: 'olga+gone@example.com', role: 'viewer' });
    await until('a mail that is not taken', 30_000, () => Promise.resolve(app.app.said.includes('a mail was not taken') || null));
    const inMails = app.sandbox
      .mails()
      .flatMap(({ links }) => links.flatMap((link) => link.split('/').filter((part) => part.length >= 27)));
    const secrets = {
      links: [page.split('/').at(-1) ?? ''],
      chats: [await invitation('viewer')],
      mails: inMails,
      webhooks: [endpoint.secret, rotated.secret].map((secret) => secret.replace('whsec_', '')),
      settings: [app.sandbox.env['KADR_TELEGRAM_BOT_TOKEN'] ?? '', new URL(app.sandbox.env['KADR_SMTP_URL'] ?? '').password],
    };
    expect(
      Object.values(secrets)
        .flat()
        .filter((secret) => secret.length < 8),
    ).toEqual([]);
    const sql = new pg.Client({ connectionString: app.services.databaseUrl() });
    await sql.connect();
    const kept = await keptInDatabase(sql);
    await sql.end();
    const { NATS_URL = '', REDIS_URL = '' } = app.services.env;
    const elsewhere = [await keptInNats(NATS_URL, 'KADR_EVENTS'), await keptInRedis(REDIS_URL, 'kadr'), new Map([['said', app.app.said]])];
    const all = new Map([kept, ...elsewhere].flatMap((places) => [...places]));
    // The search finds what is there: a word of the order, in the log and on the stream, and whatever else holds something.
    const byTable = Map.groupBy(all, ([place]) => place.split('.').slice(0, 2).join('.'));
    const full = [...byTable].filter(([, places]) => places.reduce((sum, [, text]) => sum + text.length, 0) > 100);
    expect(full.map(([table]) => table)).toEqual(
      expect.arrayContaining(['eventing.events', 'tasks.tasks', 'notifications.approval_links', 'webhooks.secrets', 'nats', 'redis']),
    );
    const found = Object.entries(secrets).flatMap(([kind, words]) =>
      words.flatMap((word) => placesOf(word, all).map((place) => [kind, place])),
    );
    expect(found).toEqual([]);
    // What people write stands in no line of the log either: lines name things by their ids.
    expect(app.app.said).toContain(id);
    expect(placesOf('зимородок', new Map([['said', app.app.said]]))).toEqual([]);
  }, 120_000);

  it('kept what is personal to one table', async () => {
    const passwords = [app.sandbox.env['KADR_TELEGRAM_BOT_TOKEN'] ?? '', new URL(app.sandbox.env['KADR_SMTP_URL'] ?? '').password];
    const tokens = app.sandbox.mails().flatMap(({ links }) => links.flatMap((link) => link.split('/').filter((part) => part.length >= 27)));
    expect(tokens.length).toBeGreaterThan(5);
    const secrets = [String(CHAT), 'Анна', 'anna.petrova', ...passwords, ...tokens];
    const events = await app.app.query<{ text: string }>(`SELECT data::text || metadata::text AS text FROM eventing.events`, []);
    const tasks = await app.app.query<{ text: string }>(`SELECT t::text AS text FROM tasks.tasks t`, []);
    const kept = await app.app.query<{ text: string }>(
      `SELECT o::text AS text FROM notifications.outbox o UNION ALL SELECT u::text FROM notifications.updates u UNION ALL SELECT l::text FROM notifications.contact_links l`,
      [],
    );
    const all = [...events, ...tasks, ...kept].map(({ text }) => text).join('\n') + app.app.said;
    expect(events.length).toBeGreaterThan(20);
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  });
});
