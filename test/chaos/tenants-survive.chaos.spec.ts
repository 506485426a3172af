import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess } from '../support/app-process.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

const TENANTS = 10;
const VIDEOS_EACH = 10;
const KILLS = 3;

interface Tenant {
  readonly orgId: string;
  readonly headers: Record<string, string>;
  /** A word that is in each of its prompts, and in nobody else's. */
  readonly canary: string;
}

describe('the work of many organisations', () => {
  let services: PrivateServices;
  let app: AppProcess;
  beforeAll(async () => {
    services = await startServices({ durable: true });
    app = await new AppProcess(services).start();
  }, 120_000);
  afterAll(async () => {
    await app.dispose();
    await services.stop();
  }, 60_000);

  const tenant = async (_: unknown, number: number): Promise<Tenant> => {
    const response = await app.post('/v1/admin/organisations', { name: `Tenant ${number}`, plan: 'unlimited' });
    const { id, apiKey } = (await response.json()) as { id: string; apiKey: { key: string } };
    return { orgId: id, headers: { authorization: `Bearer ${apiKey.key}` }, canary: `canary${String.fromCharCode(97 + number)}bird` };
  };

  /** Until it is accepted, as a client does that was told nothing: the same key, so it is one video whatever dies in between. */
  const order = ({ headers, canary }: Tenant, number: number): Promise<string> => {
    const body = { prompt: `Why the ${canary} sings`, durationSeconds: 5, resolution: '480p', approvals: ['script'] };
    return until('the video is accepted', 60_000, async () => {
      const response = await app.post('/v1/videos', body, { ...headers, 'idempotency-key': `${canary}-${number}` }).catch(() => null);
      return response?.status === 202 ? ((await response.json()) as { id: string }).id : null;
    });
  };

  it('stays with each of them when the process dies under it again and again', async () => {
    const tenants = await Promise.all(Array.from({ length: TENANTS }, tenant));
    const orders = Array.from({ length: VIDEOS_EACH }, (_, number) =>
      tenants.map((one) => order(one, number).then((id) => ({ id, one }))),
    ).flat();
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await app.kill();
      await app.start();
    }
    const videos = await Promise.all(orders);
    expect(new Set(videos.map(({ id }) => id)).size).toBe(TENANTS * VIDEOS_EACH);

    for (const { id, one } of videos) {
      const text = await until(`video ${id} waits for its approval`, 60_000, async () => {
        const answer = await (await app.request(`/v1/videos/${id}`, { headers: one.headers })).text();
        return answer.includes('"awaiting_approval"') ? answer : null;
      });
      for (const { canary } of tenants) expect([canary, text.includes(canary)]).toEqual([canary, canary === one.canary]);
    }
    const whose = new Map(videos.map(({ id, one }) => [id, one.orgId]));
    const events = await app.query<{ stream_id: string; org_id: string; data: object }>(
      `SELECT stream_id, org_id, data FROM eventing.events WHERE stream_id LIKE 'video-job-%'`,
      [],
    );
    expect(new Set(events.map(({ stream_id }) => stream_id)).size).toBe(videos.length);
    for (const { stream_id, org_id } of events)
      expect([stream_id, org_id]).toEqual([stream_id, whose.get(stream_id.slice('video-job-'.length))]);
    const tasks = await app.query<{ subject_id: string; org_id: string }>('SELECT subject_id, org_id FROM tasks.tasks', []);
    for (const { subject_id, org_id } of tasks) expect(org_id).toBe(whose.get(subject_id));
    const held = await app.query<{ org_id: string; videos: string }>(
      `SELECT org_id, count(*) AS videos FROM billing.reservations GROUP BY org_id`,
      [],
    );
    expect(Object.fromEntries(held.map((row) => [row.org_id, Number(row.videos)]))).toEqual(
      Object.fromEntries(tenants.map(({ orgId }) => [orgId, VIDEOS_EACH])),
    );
  }, 240_000);
});
