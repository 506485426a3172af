import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppProcess } from '../support/app-process.js';
import { pngOfBytes } from '../support/pictures.js';
import { type PrivateServices, startServices } from '../support/services.js';
import { until } from '../support/supervised.js';

interface Level {
  readonly resource: string;
  readonly reserved: number;
  readonly used: number;
}

describe('the quota of storage, in two processes on one database', () => {
  const LIMIT = 1_000_000;
  let services: PrivateServices;
  let first: AppProcess;
  let second: AppProcess;
  let organisation: { id: string; apiKey: { key: string } };
  beforeAll(async () => {
    services = await startServices();
    const env = { KADR_BILLING_SWEEP_MS: '250' };
    first = await new AppProcess(services, env).start();
    second = await new AppProcess(services, env, first.dataDir).start();
    const made = await first.post('/v1/admin/organisations', { name: 'Customer', plan: 'free' });
    organisation = (await made.json()) as typeof organisation;
    const plan = { plan: 'free', overrides: { storage_bytes: LIMIT } };
    const body = { method: 'PUT', body: JSON.stringify(plan), headers: { 'content-type': 'application/json' } };
    expect((await first.request(`/v1/admin/organisations/${organisation.id}/plan`, body)).status).toBe(200);
  }, 120_000);
  afterAll(async () => {
    await first.dispose();
    await second.dispose();
    await services.stop();
  }, 60_000);

  const authorization = (): string => `Bearer ${organisation.apiKey.key}`;
  async function upload(to: AppProcess, bytes: number): Promise<number> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(pngOfBytes(bytes))]), 'grey.png');
    return (await fetch(`${to.url}/v1/assets`, { method: 'POST', headers: { authorization: authorization() }, body: form })).status;
  }
  async function storage(): Promise<Level | undefined> {
    const answer = await fetch(`${second.url}/v1/billing/quota`, { headers: { authorization: authorization() } });
    const { resources } = (await answer.json()) as { resources: Level[] };
    return resources.find(({ resource }) => resource === 'storage_bytes');
  }

  it('gives back what a killed process held for a file on its way', async () => {
    const headers = {
      ...{ authorization: authorization(), 'content-type': 'multipart/form-data; boundary=b', 'content-length': '900000' },
    };
    const half = request(`${first.url}/v1/assets`, { method: 'POST', headers });
    half.on('error', () => undefined);
    half.write('--b\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\n');
    half.write(Buffer.alloc(200_000));
    await until('room is held', 20_000, async () => ((await storage())?.reserved ?? 0) > 890_000);
    expect(await upload(second, 600_000)).toBe(402);
    await first.kill();
    half.destroy();
    await until('it is free again', 40_000, async () => (await storage())?.reserved === 0);
    await first.start();
  }, 120_000);

  it('is never overshot by eight uploads at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => upload(n % 2 ? first : second, 600_000)));
    expect(answers.sort()).toEqual([201, 402, 402, 402, 402, 402, 402, 402]);
    await until('it is counted', 20_000, async () => (await storage())?.used === 600_000);
    expect(await storage()).toMatchObject({ reserved: 0, used: 600_000 });
  }, 60_000);
});
