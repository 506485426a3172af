/** A client that is written against types made from docs/openapi.json: what is right compiles, and what is wrong does not. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

const PROGRAM = `
import type * as api from './types.gen.js';

interface Sent { readonly url: string; readonly body?: unknown; readonly path?: unknown; readonly query?: unknown; readonly headers?: unknown }
type Answer<Data, Problem> = { readonly data: Data; readonly problem?: never } | { readonly data?: never; readonly problem: Problem };
declare function call<Data extends Sent, Good, Bad = never>(sent: Data): Promise<Answer<Good, Bad>>;

const id = '0197a1f0-0000-7000-8000-000000000000';

// 1. An order that says no more than it must.
const ordered = await call<api.VideosCreateData, api.VideosCreateResponse, api.VideosCreateError>({
  url: '/v1/videos',
  body: { prompt: 'Why octopuses have three hearts' },
  headers: { 'Idempotency-Key': 'octopus-1' },
});
// 2. One that says more.
await call<api.VideosCreateData, api.VideosCreateResponse, api.VideosCreateError>({
  url: '/v1/videos',
  body: {
    segmentation: { mode: 'frame-pairs' },
    frames: [{ firstFrameUrl: 'https://example.com/1.png', lastFrameUrl: 'https://example.com/2.png', durationSeconds: 8 }],
    voice: false,
    music: { mood: 'calm' },
    approvals: ['script', { type: 'videos', deadlineSeconds: 60 }],
    metadata: { campaign: 'autumn' },
  },
});
if (ordered.problem?.code === 'quota_exceeded') {
  const { resource, limit, requested, resetsAt }: { resource: string; limit: number; requested: number; resetsAt: string | null } = ordered.problem;
  console.log(resource, limit, requested, resetsAt);
}
if (ordered.problem?.code === 'validation_failed') console.log(ordered.problem.errors?.map(({ path, message }) => path + message));
// 3.
const read = await call<api.VideosGetData, api.VideosGetResponse, api.VideosGetError>({ url: '/v1/videos/{id}', path: { id } });
for (const approval of read.data?.approvals ?? []) if (approval.type === 'script') console.log(approval.preview?.script);
// 4.
const listed = await call<api.VideosListData, api.VideosListResponse>({ url: '/v1/videos', query: { status: 'processing', limit: 5 } });
const cursor: string | null | undefined = listed.data?.nextCursor;
// 5.
await call<api.VideosRejectData, api.VideosRejectResponse>({
  url: '/v1/videos/{id}/approvals/{type}/reject',
  path: { id, type: 'images' },
  body: { comment: 'Brighter', segments: [3] },
});
// 6.
await call<api.VideosRegenerateData, api.VideosRegenerateResponse>({
  url: '/v1/videos/{id}/segments/{index}/regenerate',
  path: { id, index: 3 },
  body: {},
});
// 7.
const made = await call<api.ClipsCreateData, api.ClipsCreateResponse>({
  url: '/v1/clips',
  body: { frames: { '1': { first_frame: 'https://example.com/1.png', last_frame: 'https://example.com/2.png' } } },
});
for (const clip of Object.values(made.data?.clips ?? {})) console.log(typeof clip === 'string' ? clip : clip.error.code);
// 8.
await call<api.ModelsListData, api.ModelsListResponse>({ url: '/v1/models', query: { capability: 'text-to-video' } });
// 9.
const quota = await call<api.BillingQuotaData, api.BillingQuotaResponse>({ url: '/v1/billing/quota' });
console.log(quota.data?.resources.map(({ resource, remaining }) => resource + String(remaining)));
// 10.
const asset = await call<api.AssetsGetData, api.AssetsGetResponse>({ url: '/v1/assets/{id}', path: { id } });
console.log(asset.data?.kind, asset.data?.error?.code, cursor);

declare const frame: api.VideoEvent;
if (frame.event === 'progress') console.log(frame.data.percent);

export function wrong(video: api.Video, problem: api.VideosCreateError): unknown {
  return [
    // @ts-expect-error there is no film before it is rendered
    video.video.url,
    // @ts-expect-error there is no such gate
    call<api.VideosApproveData, api.VideosApproveResponse>({ url: '/v1/videos/{id}/approvals/{type}/approve', path: { id, type: 'skript' } }),
    // @ts-expect-error there is no such problem
    problem.code === 'quota_exceded',
  ];
}
`;

describe('a client', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kadr-client-'));
    const generator = path.resolve('node_modules/@hey-api/openapi-ts/bin/run.js');
    await run(process.execPath, [
      generator,
      '-i',
      path.resolve('docs/openapi.json'),
      '-o',
      folder,
      '-p',
      '@hey-api/typescript',
      '--no-log-file',
    ]);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function compile(program: string): Promise<string> {
    writeFileSync(path.join(folder, 'program.ts'), program);
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    const compilerOptions = { module: 'nodenext', target: 'es2023', lib: ['es2024', 'dom'], types: [], strict: true, noEmit: true };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    return run(process.execPath, [path.resolve('node_modules/typescript-7/bin/tsc'), '-p', folder]).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  }

  it('compiles with ten ordinary calls, and not with three wrong ones', async () => {
    expect(await compile(PROGRAM)).toBe('');
  }, 60_000);

  it('is told what is wrong with the three', async () => {
    const said = await compile(PROGRAM.replaceAll('// @ts-expect-error', '//'));
    expect(said.match(/error TS\d+/g)).toHaveLength(3);
    expect(said).toMatch(/'video\.video' is possibly 'null'/);
    expect(said).toMatch(/"skript"/);
    expect(said).toMatch(/"quota_exceded"/);
  }, 60_000);
});
