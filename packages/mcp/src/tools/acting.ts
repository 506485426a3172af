/** Tools that make, change or decide something. */
import { type CreateVideoRequest, type Video } from '@kadr/sdk';
import { type CallToolResult, type ServerContext } from '@modelcontextprotocol/server';
import { answer, short } from '../answers.js';
import { type Call, keyOf, permission, type ToolResult } from '../calls.js';
import { noSuchScene, sceneOf, withIndex, withSegments } from '../scenes.js';
import { type KadrMcpOptions } from '../settings.js';
import { lean } from './reading.js';

type Args = Readonly<Record<string, unknown>>;

/** What belongs to the call is told apart from what it is about. */
function callOf(tool: string, { requestId, confirmationToken, ...args }: Args, context: ServerContext): Call {
  return { tool, args, requestId: requestId as string | undefined, confirmationToken: confirmationToken as string | undefined, context };
}

export async function estimateVideo({ kadr }: KadrMcpOptions, order: Args): Promise<CallToolResult> {
  const { cost, segments, resources, allowed, refusals } = await kadr.videos.estimate(order as CreateVideoRequest);
  return answer({ costMicros: cost.amountMicros, currency: cost.currency, segments, resources, allowed, ...(allowed ? {} : { refusals }) });
}

export async function createVideo(options: KadrMcpOptions, args: Args, context: ServerContext): Promise<ToolResult> {
  const { kadr } = options;
  const call = callOf('create_video', args, context);
  const { maxCostMicros, ...order } = call.args as Args & { maxCostMicros?: number };
  const { cost } = await kadr.videos.estimate(order as CreateVideoRequest);
  const title =
    [order['title'], order['prompt'], order['idea'], order['script']].find((one): one is string => typeof one === 'string') ?? 'A film';
  const instead = await permission(options, call, { kind: 'spend', costMicros: cost.amountMicros, title });
  if (instead) return instead;
  // The key is of the order as the caller gave it; what was agreed to holds, should the price rise before it is ordered.
  const body = { ...order, maxCostMicros: maxCostMicros ?? cost.amountMicros } as CreateVideoRequest;
  return ordered(
    kadr.videos.create(body, { idempotencyKey: await keyOf(options, call) }).withResponse(),
    'Ordered. wait_for_video follows it.',
  );
}

export async function regenerateSegment(options: KadrMcpOptions, args: Args, context: ServerContext): Promise<ToolResult> {
  const { kadr } = options;
  const named = withIndex(args);
  const { index } = named;
  const call = callOf('regenerate_segment', named, context);
  const { id, index: _, ...wish } = call.args;
  const key = await keyOf(options, call);
  const send = (maxCostMicros: number) =>
    kadr.videos.regenerate(String(id), index, { ...wish, maxCostMicros }, { idempotencyKey: `${key}-${maxCostMicros}` }).withResponse();
  const said = `Scene ${sceneOf(named)} is made again. wait_for_video follows it.`;
  try {
    // For nothing first: a refusal says the price, and reserves nothing.
    return await ordered(send(0), said);
  } catch (error) {
    const { code, problem } = error as Error & { code?: string; problem?: { estimatedMicros?: number } | null };
    if (code === 'segment_not_found') throw await unknownScene(options, String(id), [index]);
    const costMicros = problem?.estimatedMicros;
    if (code !== 'cost_above_limit' || costMicros === undefined) throw error;
    const title = `Make scene ${sceneOf(named)} of video ${String(id)} again`;
    return (await permission(options, call, { kind: 'spend', costMicros, title })) ?? (await ordered(send(costMicros), said));
  }
}

/** In the numbers that the agent knows. */
const unknownScene = async ({ kadr }: KadrMcpOptions, id: string, indices: readonly number[]): Promise<Error> =>
  noSuchScene(indices, (await kadr.videos.segments(id)).data.length);

export async function retryVideo(options: KadrMcpOptions, args: Args, context: ServerContext): Promise<ToolResult> {
  const { kadr } = options;
  const call = callOf('retry_video', args, context);
  const id = String(call.args['id']);
  const video = await kadr.videos.get(id);
  if (video.status !== 'failed') return answer(lean(video), 'Only a video that has failed can be retried.');
  const instead = await permission(options, call, {
    kind: 'spend',
    costMicros: await priceOf(options, video),
    title: `Go on with video ${short(video.title, 60) ?? id}`,
  });
  if (instead) return instead;
  // Of this failure: when it fails again, it is another call.
  const key = await keyOf(options, { ...call, args: { ...call.args, failedAt: video.updatedAt } });
  return ordered(kadr.videos.retry(id, { idempotencyKey: key }).withResponse(), 'It goes on. wait_for_video follows it.');
}

/** The whole of the order: what is left of it costs no more. */
async function priceOf({ kadr }: KadrMcpOptions, { request, cost }: Video): Promise<number> {
  // What an order shows beside what can be ordered.
  const known = Object.fromEntries(Object.entries(request).filter(([name, value]) => name !== 'deadlines' && value !== null));
  try {
    return (await kadr.videos.estimate(known as CreateVideoRequest)).cost.amountMicros;
  } catch (error) {
    if ((error as { status?: unknown }).status !== 400) throw error;
    return Math.max(1, cost.amountMicros); // what was ordered before cannot be priced any more: a person decides
  }
}

/** Says so when it is what an equal call has made before. */
async function ordered(sent: Promise<{ data: Video; response: Response }>, said: string): Promise<CallToolResult> {
  const { data, response } = await sent;
  const isOld = response.headers.get('idempotency-replayed') === 'true';
  return answer(
    lean(data),
    isOld ? 'An equal call was made before: this is its answer, and nothing was done twice. Give a requestId to have it made anew.' : said,
  );
}

export async function decideApproval(options: KadrMcpOptions, args: Args, context: ServerContext): Promise<ToolResult> {
  const { kadr } = options;
  const named = withSegments(args);
  const { segments } = named;
  const call = callOf('decide_approval', named, context);
  const { id, type, decision, comment, script } = call.args as Record<string, string>;
  const video = await kadr.videos.get(String(id));
  const gate = video.approvals.find((one) => one.status === 'pending' && one.type === type);
  if (!gate) return answer(lean(video), `Nothing waits for the approval ${String(type)}.`);
  const verb = decision === 'approve' ? 'Approve' : 'Reject';
  // Bound to this request of the gate: another one needs another word.
  const asked = { ...call, args: { ...call.args, askedAt: gate.createdAt } };
  const instead = await permission(options, asked, {
    kind: 'decide',
    costMicros: 0,
    title: `${verb} the ${type} of ${short(video.title, 60) ?? String(id)}`,
  });
  if (instead) return instead;
  const body = {
    ...(comment !== undefined && { comment }),
    ...(segments !== undefined && { segments: [...segments] }),
    ...(script !== undefined && { script }),
  };
  const made = decision === 'approve' ? 'approve' : 'reject';
  const decided = kadr.videos[made](String(id), gate.type, body, { idempotencyKey: await keyOf(options, asked) }).withResponse();
  try {
    return await ordered(decided, `${verb}d. wait_for_video follows it.`.replace('Rejectd', 'Rejected'));
  } catch (error) {
    throw (error as { code?: string }).code === 'segment_not_found' ? await unknownScene(options, String(id), segments ?? []) : error;
  }
}

export async function cancelVideo({ kadr }: KadrMcpOptions, { id }: Args): Promise<CallToolResult> {
  return answer(lean(await kadr.videos.cancel(String(id))), 'It is stopped.');
}

export async function expandIdea({ kadr }: KadrMcpOptions, { idea, language }: Args): Promise<CallToolResult> {
  return answer({ ...(await kadr.ideas.expand({ idea: String(idea), ...(language !== undefined && { language: String(language) }) })) });
}

const MAX_BASE64 = Math.ceil((10 * 1024 * 1024 * 4) / 3) + 4;

export async function uploadAsset(options: KadrMcpOptions, args: Args): Promise<CallToolResult> {
  const { kadr } = options;
  const { url, base64, name = 'upload' } = args as { url?: string; base64?: string; name?: string };
  if ((url === undefined) === (base64 === undefined)) throw new Error('Give either url or base64.');
  if (base64 !== undefined && base64.length > MAX_BASE64) throw new Error('base64 may hold 10 MB at most; give a url instead.');
  const asset =
    url !== undefined ? await kadr.assets.create({ url }) : await kadr.assets.upload(new File([Buffer.from(base64 ?? '', 'base64')], name));
  const { id, status, kind, bytes, error } = asset;
  return answer({ id, status, kind, bytes, ...(error && { error }) });
}
