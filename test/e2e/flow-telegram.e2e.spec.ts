import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxedApp } from '../support/sandboxed-app.js';
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
    return new URL(((await response.json()) as { url: string }).url).searchParams.get('start') ?? '';
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

  it('is ordered, approved at three gates and received, whatever is killed meanwhile', async () => {
    // Order: a prompt, a card with its price, and buttons that change it.
    await chat.say('Почему у осьминога три сердца');
    let card = await chat.withButton('✅ Создать');
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
    await chat.press(card, '✅ Создать', { twice: true });
    await chat.waitFor('the order', ({ text }) => text.includes('Заказано.'));

    // Stage 1: the script.
    let gate = await chat.withButton('✅ Утвердить');
    expect(gate.text).toContain('Сценарий подходит?');
    await killed();
    await chat.press(gate, '✅ Утвердить', { twice: true });
    await chat.waitFor('who approved the script', ({ text }) => text.includes('✅ Утверждено: Анна'));

    // Stage 4: pictures as an album, one of them again.
    gate = await chat.withButton('✅ Всё хорошо');
    const album = (await chat.messages()).filter(({ kind }) => kind === 'photo');
    expect([album.length, new Set(album.map((one) => one.album)).size]).toEqual([3, 1]);
    await chat.press(gate, '2');
    gate = await chat.withButton('🔁 Переделать 2');
    await chat.press(gate, '🔁 Переделать 2');
    const asked = gate.messageId;
    gate = await chat.waitFor('the pictures again', ({ messageId, buttons }) => messageId > asked && buttons.flat().length > 0);
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
    expect(spawnSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });

    const { data } = (await (await app.app.request('/v1/videos')).json()) as { data: { id: string; title: string }[] };
    expect(data).toHaveLength(1);
    const progress = await chat.waitFor('the last progress', ({ text }) => text.includes('100 %'), 20_000);
    expect(progress.edits).toBeGreaterThan(1);
    // Each step once, or repeated once for a process that was killed between Telegram's answer and its own commit.
    const shown = (await chat.messages()).filter(({ kind, text }) => kind === 'video' && text.includes('готово'));
    expect(shown.length).toBeLessThanOrEqual(2);
  }, 240_000);

  it('kept what is personal to one table', async () => {
    const secrets = [String(CHAT), 'Анна', app.sandbox.env['KADR_TELEGRAM_BOT_TOKEN'] ?? ''];
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
