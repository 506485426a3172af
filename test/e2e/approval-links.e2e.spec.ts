import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectedApp } from '../support/directed-app.js';

interface Link {
  readonly id: string;
  readonly url: string;
  readonly type: string;
  readonly gate: number;
}
interface Entry {
  readonly type: string;
  readonly by: { readonly actor: string; readonly name: string | null } | null;
}

const SMALL = {
  durationSeconds: 20,
  segmentation: { mode: 'sections', segmentSeconds: 5 },
  ...{ resolution: '480p', fps: 24, music: false, voice: false, subtitles: false },
};

describe('a link that decides a gate without an account', () => {
  let app: DirectedApp;
  beforeAll(async () => {
    app = await DirectedApp.start([], { KADR_PUBLIC_RATE_LIMIT_PER_MINUTE: '100000' });
  }, 120_000);
  afterAll(() => app?.close(), 60_000);

  const atGate = async (type: string, more: object = {}): Promise<string> => {
    const { id } = await app.post('/v1/videos', { prompt: 'Why octopuses have three hearts', ...SMALL, approvals: [type], ...more });
    await app.atGate(id, type);
    return id;
  };
  const linkOf = (id: string, type: string, more: object = {}): Promise<Link> =>
    app.post<Link>(`/v1/videos/${id}/approvals/${type}/links`, more);
  const pathOf = ({ url }: Pick<Link, 'url'>): string => new URL(url).pathname;
  const open = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(app.url + path, { headers });
    return { status: response.status, headers: response.headers, page: await response.text() };
  };
  const answer = async (path: string, fields: readonly (readonly [string, string])[], contentType?: string) => {
    const body = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
    const headers = { 'content-type': contentType ?? 'application/x-www-form-urlencoded' };
    const response = await fetch(app.url + path, { method: 'POST', body, headers, redirect: 'manual' });
    return { status: response.status, location: response.headers.get('location'), page: await response.text() };
  };
  const decisions = async (id: string): Promise<Entry[]> =>
    (await app.get<{ data: Entry[] }>(`/v1/videos/${id}/timeline`)).data.filter(({ type }) => type === 'ApprovalDecided');

  it('opens as often as scanners like, changes nothing by that, and decides once by a form', async () => {
    const id = await atGate('images');
    const link = await linkOf(id, 'images', { label: 'Анна <b>' });
    expect(pathOf(link)).toMatch(/^\/a\/[A-Za-z0-9_-]{27}$/);
    const before = (await app.events(id)).length;
    for (let i = 0; i < 100; i++) expect((await open(pathOf(link))).status).toBe(200);
    expect((await app.events(id)).length).toBe(before);

    const { page, headers } = await open(pathOf(link));
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([headers.get('referrer-policy'), headers.get('x-robots-tag')]).toEqual(['no-referrer', expect.stringContaining('noindex')]);
    const pictures = [...page.matchAll(/<img src="([^"]+)"/g)].map(([, src = '']) => src.replaceAll('&amp;', '&'));
    expect(pictures.length).toBeGreaterThan(0);
    for (const src of pictures) expect([src.startsWith('/'), (await fetch(app.url + src)).status]).toEqual([true, 200]);

    const [first, second] = await Promise.all([
      answer(pathOf(link), [['decision', 'approve']]),
      answer(pathOf(link), [['decision', 'reject']]),
    ]);
    expect([first.status, second.status].sort()).toEqual([303, 409]);
    expect([first, second].find(({ status }) => status === 303)?.location).toBe(pathOf(link));
    expect(await decisions(id)).toEqual([expect.objectContaining({ by: { actor: `link:${link.id}`, name: 'Анна <b>' } })]);
    const after = await open(pathOf(link));
    expect([after.status, after.page]).toEqual([200, expect.stringContaining('Анна &lt;b&gt;')]);
    expect(after.page).not.toContain('<form');
    expect(JSON.stringify(await app.events(id))).not.toMatch(/Анна|\/a\//);
  }, 60_000);

  it('has the crossed out pictures made again with the comment, and opens the next request to nobody', async () => {
    const id = await atGate('images', { language: 'ru', prompt: 'Почему у осьминога три сердца' });
    const link = await linkOf(id, 'images');
    expect((await open(pathOf(link))).page).toContain('Картинки подходят?');
    const comment = '<script>alert(1)</script>\r\nбез людей';
    const sent = [
      ['decision', 'reject'],
      ['comment', comment],
      ['segments', '0'],
      ['segments', '2'],
      ['segments', '0'],
    ] as const;
    expect((await answer(pathOf(link), sent)).status).toBe(303);
    const { approvals } = await app.atGate(id, 'images');
    expect(approvals).toMatchObject([{ status: 'rejected', comment: '<script>alert(1)</script>\nбез людей' }, { status: 'pending' }]);
    expect((await app.events(id)).find(({ type }) => type === 'ApprovalDecided')?.data).toMatchObject({ segments: [0, 2] });
    const used = await open(pathOf(link));
    expect(used.page).not.toContain('<script>');
    expect(used.page).toContain('Будет сделано заново');
    const late = await answer(pathOf(link), [['decision', 'approve']]);
    expect([late.status, (await app.get<{ approvals: { status: string }[] }>(`/v1/videos/${id}`)).approvals.at(-1)?.status]).toEqual([
      409,
      'pending',
    ]);
    expect(await linkOf(id, 'images')).toMatchObject({ gate: 2 });
  }, 60_000);

  it('shows a script and clips as well', async () => {
    const id = await atGate('script', { approvals: ['script', 'videos'] });
    const script = await open(pathOf(await linkOf(id, 'script')));
    expect(script.page).toContain('Is this script right?');
    expect(script.page).toContain('three hearts');
    await app.post(`/v1/videos/${id}/approvals/script/approve`);
    await app.atGate(id, 'videos');
    const { page } = await open(pathOf(await linkOf(id, 'videos')));
    const clips = [...page.matchAll(/<video src="([^"]+)"/g)];
    expect(clips).toHaveLength(3);
    expect((await fetch(app.url + (clips[0]?.[1] ?? '').replaceAll('&amp;', '&'))).headers.get('content-type')).toBe('video/mp4');
  }, 60_000);

  it('says what is wrong with an answer, keeps what was written, and takes forms alone', async () => {
    const id = await atGate('script');
    const path = pathOf(await linkOf(id, 'script', { may: ['approve'] }));
    const cases: (readonly (readonly [string, string])[])[] = [
      [
        ['decision', 'reject'],
        ['comment', 'kept'],
      ],
      [
        ['decision', 'drop'],
        ['comment', 'kept'],
      ],
      [['comment', 'kept']],
      [
        ['decision', 'approve'],
        ['decision', 'reject'],
        ['comment', 'kept'],
      ],
      [
        ['decision', 'approve'],
        ['comment', `kept ${'x'.repeat(5000)}`],
      ],
      [
        ['decision', 'approve'],
        ['comment', 'kept \0 nul'],
      ],
    ];
    for (const fields of cases) {
      const { status, page } = await answer(path, fields);
      expect([status, page]).toEqual([400, expect.stringContaining('kept')]);
      expect(page).toContain('role="alert"');
    }
    expect((await answer(path, [['decision', 'approve']], 'application/json')).status).toBe(415);
    expect(
      (
        await answer(path, [
          ['decision', 'approve'],
          ['comment', 'x'.repeat(70_000)],
        ])
      ).status,
    ).toBe(413);
    const form = { method: 'POST', body: 'prompt=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await app.request('/v1/videos/estimate', form)).status).toBe(415);
    expect(await decisions(id)).toEqual([]);
  });

  it('is one and the same nothing when unknown, revoked, expired or of a deleted video', async () => {
    const id = await atGate('script');
    const [revoked, expired, good] = [await linkOf(id, 'script'), await linkOf(id, 'script'), await linkOf(id, 'script')];
    const path = `/v1/videos/${id}/approvals/script/links`;
    for (let i = 0; i < 2; i++) expect((await app.request(`${path}/${revoked.id}`, { method: 'DELETE' })).status).toBe(204);
    await app.query(`UPDATE notifications.approval_links SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
    const unknown = await open('/a/AAAAAAAAAAAAAAAAAAAAAAAAAAA');
    expect([unknown.status, unknown.page]).toEqual([404, expect.stringContaining('There is nothing here')]);
    for (const one of [pathOf(revoked), pathOf(expired), '/a/x', `/a/${'A'.repeat(300)}`]) {
      expect([one, (await open(one)).page]).toEqual([one, unknown.page]);
      expect([one, (await answer(one, [['decision', 'approve']])).page]).toEqual([one, unknown.page]);
    }
    expect((await open('/a/nothing', { 'accept-language': 'ru-RU,en;q=0.5' })).page).toContain('Здесь ничего нет');
    const { data } = await app.get<{ data: Record<string, unknown>[] }>(path);
    expect(data.map((link) => [link['id'], link['revokedAt'] !== null])).toEqual([
      [good.id, false],
      [expired.id, false],
      [revoked.id, true],
    ]);
    expect(JSON.stringify(data)).not.toContain('/a/');

    await app.post(`/v1/videos/${id}/cancel`);
    expect((await open(pathOf(good))).page).toContain('no longer waiting');
    expect((await answer(pathOf(good), [['decision', 'approve']])).status).toBe(409);
    await app.request(`/v1/videos/${id}`, { method: 'DELETE' });
    expect((await open(pathOf(good))).page).toBe(unknown.page);
  });

  it('is made for a pending gate alone, and refuses what cannot be meant', async () => {
    const id = await atGate('script');
    const links = (type: string) => `/v1/videos/${id}/approvals/${type}/links`;
    expect(await app.refused(links('soup'))).toEqual([404, 'approval_not_found']);
    expect(await app.refused(links('videos'))).toEqual([409, 'not_awaiting_approval']);
    const response = await app.request(links('script'), {
      method: 'POST',
      body: JSON.stringify({ expiresInSeconds: 1, label: 'a\u202eb', may: ['drop'], more: 1 }),
    });
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect([response.status, errors.map(({ path }) => path).sort()]).toEqual([400, ['expiresInSeconds', 'label', 'may', 'more']]);
    await app.post(`/v1/videos/${id}/approvals/script/approve`);
    expect(await app.refused(links('script'))).toEqual([409, 'already_decided']);
  });

  it('keeps its token to itself, and lets nobody try many', async () => {
    const id = await atGate('script');
    const link = await linkOf(id, 'script', { label: 'canary-label' });
    const token = pathOf(link).slice('/a/'.length);
    const rows = await app.query('SELECT row_to_json(l)::text AS row FROM notifications.approval_links l');
    expect(JSON.stringify(rows)).not.toContain(token);
    const statuses: number[] = [];
    expect(await app.refused('/webhooks/telegram', { update_id: 1 })).toEqual([401, 'callback_refused']);
    for (let i = 0; i < 40; i++) statuses.push((await open(`/a/${String(i).padStart(27, 'B')}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await open(pathOf(link))).status).toBe(200);
  });
});
