/** Tools that change nothing. */
import { type CallToolResult, type ServerContext } from '@modelcontextprotocol/server';
import { type Model, type Video, type VideoSegment } from '@kadr/sdk';
import { answer, short } from '../answers.js';
import { sceneOf, withSegments } from '../scenes.js';
import { type KadrMcpOptions, MAX_WAIT_SECONDS } from '../settings.js';

type Args = Readonly<Record<string, unknown>>;

/** What an agent needs of a video to go on, in some hundred bytes. */
export function lean(video: Video): Record<string, unknown> {
  const { id, status, stage, progress, title, approvals, cost, error, video: film } = video;
  const gate = approvals.find((one) => one.status === 'pending');
  return {
    ...{ id, status, stage, percent: progress.percent, message: short(progress.message, 200), title: short(title, 120) },
    segments: progress.segments,
    ...(gate && { waitsFor: { approval: gate.type, deadlineAt: gate.deadlineAt } }),
    costMicros: cost.amountMicros,
    ...(film && { film: { url: film.url, durationSeconds: film.durationSeconds } }),
    ...(error && { error: { code: error.code, message: short(error.message, 300), retryable: error.retryable } }),
  };
}

export async function getVideo({ kadr }: KadrMcpOptions, { id, detail }: Args): Promise<CallToolResult> {
  const video = await kadr.videos.get(String(id));
  return detail === 'full' ? answer({ ...video }, 'Segments in it count from 0: scene 1 is segment 0.') : answer(lean(video));
}

export async function listVideos({ kadr }: KadrMcpOptions, { status, query, limit = 20, cursor }: Args): Promise<CallToolResult> {
  const asked = {
    limit: Number(limit),
    ...(status !== undefined && { status }),
    ...(query !== undefined && { q: query }),
    ...(cursor !== undefined && { cursor }),
  };
  const { data, nextCursor } = await kadr.videos.list(asked as Parameters<typeof kadr.videos.list>[0]).page();
  const videos = data.map(({ id, status: state, progress, title }) => ({
    id,
    status: state,
    percent: Math.floor(progress.percent),
    title: short(title, 30),
  }));
  return answer({ videos, nextCursor });
}

/** Holds for some seconds, and tells what changes meanwhile. Never an error for want of time: agents would begin anew. */
export async function waitForVideo(
  { kadr }: KadrMcpOptions,
  { id, seconds = 45 }: Args,
  { mcpReq }: ServerContext,
): Promise<CallToolResult> {
  const token = mcpReq._meta?.progressToken;
  let told = -1;
  const onProgress = ({ percent, message }: { percent: number; message: string }): void => {
    if (token === undefined || percent <= told) return; // progress has to rise
    told = percent;
    void mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken: token, progress: percent, total: 100, message } })
      .catch(() => undefined); // whoever has gone hears nothing more
  };
  const timeoutMs = Math.min(Number(seconds), MAX_WAIT_SECONDS) * 1000;
  try {
    return said(await kadr.videos.waitFor(String(id), { until: 'gate', timeoutMs, signal: mcpReq.signal, onProgress }));
  } catch (error) {
    const { name, video } = error as Error & { video?: Video };
    if (name === 'VideoFailedError' && video) return said(video);
    if (name !== 'TimeoutError') throw error;
    return said(await kadr.videos.get(String(id)));
  }
}

function said(video: Video): CallToolResult {
  switch (video.status) {
    case 'completed':
      return answer(lean(video), 'It is finished.');
    case 'failed':
      return answer(lean(video), 'It has failed; retry_video goes on with what is there, if error.retryable.');
    case 'cancelled':
      return answer(lean(video), 'It was cancelled.');
    case 'awaiting_approval':
      return answer(lean(video), 'It waits for an approval: get_previews shows it, decide_approval answers.');
    case 'queued':
    case 'processing':
      return answer(lean(video), 'Not finished, call again.');
  }
}

const MAX_PICTURES = 5;
const MAX_PICTURE_BYTES = 700_000;

export async function getPreviews(options: KadrMcpOptions, args: Args): Promise<CallToolResult> {
  const { id, segments: wanted } = withSegments(args);
  const { data } = await options.kadr.videos.segments(String(id));
  const there = data
    .filter((segment) => segment.imageUrl !== null && (wanted === undefined || wanted.includes(segment.index)))
    .slice(0, MAX_PICTURES);
  const pictures = await Promise.all(there.map((segment) => pictureOf(options, segment)));
  const described = there.map((segment) => ({
    scene: sceneOf(segment),
    index: segment.index,
    text: short(segment.text, 200),
    imagePrompt: short(segment.imagePrompt, 200),
    videoStatus: segment.videoStatus,
    source: segment.source,
  }));
  const { content, ...result } = answer(
    { segments: described },
    there.length === 0 ? 'There are no pictures yet.' : 'One picture for each scene, in this order.',
  );
  return { ...result, content: [...content, ...pictures.flat()] };
}

async function pictureOf({ kadr, shrink }: KadrMcpOptions, segment: VideoSegment): Promise<CallToolResult['content']> {
  const url = segment.imageUrl ?? '';
  // By its path, with the address that Kadr is reached by here: the public one may not lead back.
  const [, token = '', name = ''] = /\/v1\/media\/([^/]+)\/([^/?]+)/.exec(new URL(url, 'http://kadr').pathname) ?? [];
  const response = await kadr.media.read(decodeURIComponent(token), decodeURIComponent(name));
  const original = new Uint8Array(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? 'image/png';
  // What cannot be drawn smaller is shown as it is.
  const smaller = shrink ? await shrink(original).catch(() => null) : null;
  const picture = smaller ?? original;
  if (picture.length > MAX_PICTURE_BYTES)
    return [{ type: 'resource_link', uri: url, name: `scene-${sceneOf(segment)}`, mimeType: contentType }];
  return [{ type: 'image', data: Buffer.from(picture).toString('base64'), mimeType: smaller ? 'image/jpeg' : contentType }];
}

export async function listModels({ kadr }: KadrMcpOptions, { capability, limit = 30 }: Args): Promise<CallToolResult> {
  const models: Model[] = [];
  for await (const model of kadr.models.list(capability === undefined ? {} : ({ capability } as Parameters<typeof kadr.models.list>[0])))
    models.push(model);
  // Those that can be used come first.
  const sorted = [...models.filter(({ available }) => available), ...models.filter(({ available }) => !available)].slice(0, Number(limit));
  const shown = sorted.map(({ id, capability: what, unit, priceMicros, available }) => ({
    id,
    capability: what,
    priceMicros,
    unit,
    ...(available ? {} : { available }),
  }));
  return answer({ models: shown, more: models.length - shown.length });
}

export async function getLimits({ kadr }: KadrMcpOptions): Promise<CallToolResult> {
  const [{ plan }, { resources }, me] = await Promise.all([kadr.billing.plan(), kadr.billing.quota(), kadr.me.get()]);
  const left = resources.map(({ resource, limit, remaining, resetsAt }) => ({ resource, limit, remaining, resetsAt }));
  return answer({ plan, organisation: me.organisation.name, scopes: 'key' in me ? me.key.scopes : [], left });
}
