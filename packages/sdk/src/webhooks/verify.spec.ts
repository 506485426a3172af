import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { verifyWebhook, type WebhookFault, WebhookVerificationError } from '../index.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.from('another secret of another endpoint').toString('base64')}`;
const BODY = JSON.stringify({ type: 'job.completed', timestamp: '2026-11-28T10:00:00.000Z', data: { jobId: 'кит' } });
const now = (): number => Math.floor(Date.now() / 1000);

function signed(body: string | Buffer = BODY, { secret = SECRET, at = now(), id = 'msg_1' } = {}): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
}

async function faultOf(call: Promise<unknown>): Promise<WebhookFault | 'none'> {
  return call.then(
    () => 'none' as const,
    (error: unknown) => {
      expect(error).toBeInstanceOf(WebhookVerificationError);
      expect((error as Error).message).not.toContain('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
      return (error as WebhookVerificationError).reason;
    },
  );
}

describe('a webhook', () => {
  it('is known by the vector of the specification', async () => {
    // https://github.com/standard-webhooks/standard-webhooks: its time is long past, so it is told to be tolerant.
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    expect(await verifyWebhook('{"test": 2432232314}', headers, SECRET, { toleranceSeconds: 1e10 })).toEqual({ test: 2432232314 });
  });

  it.each([
    ['text', BODY],
    ['bytes', Buffer.from(BODY)],
    ['a part of bytes', Buffer.from(`##${BODY}##`).subarray(2, -2)],
    ['a buffer', new TextEncoder().encode(BODY).buffer],
  ])('is taken as %s', async (_name, body) => {
    expect(await verifyWebhook(body as string, signed(), SECRET)).toEqual(JSON.parse(BODY));
  });

  it.each([
    ['Headers', new Headers(signed())],
    ['names in any case', Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value]))],
    ['lists, as Node has them', Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name, [value]]))],
  ])('is taken with %s', async (_name, headers) => {
    expect(await faultOf(verifyWebhook(BODY, headers, SECRET))).toBe('none');
  });

  it('may be signed by several while the secret is being changed', async () => {
    const [old, fresh] = [signed(BODY, { secret: OTHER }), signed()];
    const both = { ...fresh, 'webhook-signature': `${old['webhook-signature']} v2,aGVsbG8= ${fresh['webhook-signature']}` };
    expect(await faultOf(verifyWebhook(BODY, both, SECRET))).toBe('none');
    expect(await faultOf(verifyWebhook(BODY, fresh, [OTHER, SECRET]))).toBe('none');
    expect(await faultOf(verifyWebhook(BODY, fresh, SECRET.slice('whsec_'.length)))).toBe('none');
  });

  it('that was changed, is of another, or is signed otherwise fits nothing', async () => {
    const headers = signed();
    expect(await faultOf(verifyWebhook(`${BODY} `, headers, SECRET))).toBe('no_match');
    expect(await faultOf(verifyWebhook(BODY, headers, OTHER))).toBe('no_match');
    expect(await faultOf(verifyWebhook(BODY, { ...headers, 'webhook-id': 'msg_2' }, SECRET))).toBe('no_match');
    expect(await faultOf(verifyWebhook(BODY, { ...headers, 'webhook-timestamp': String(now() + 1) }, SECRET))).toBe('no_match');
    for (const signature of ['v1,', 'v1,???', 'v2,aGVsbG8=', 'x']) {
      expect(await faultOf(verifyWebhook(BODY, { ...headers, 'webhook-signature': signature }, SECRET))).toBe('no_match');
    }
  });

  it('may be five minutes off, and not ten', async () => {
    expect(await faultOf(verifyWebhook(BODY, signed(BODY, { at: now() - 290 }), SECRET))).toBe('none');
    expect(await faultOf(verifyWebhook(BODY, signed(BODY, { at: now() - 600 }), SECRET))).toBe('too_old');
    expect(await faultOf(verifyWebhook(BODY, signed(BODY, { at: now() + 600 }), SECRET))).toBe('too_new');
    expect(await faultOf(verifyWebhook(BODY, signed(BODY, { at: now() - 600 }), SECRET, { toleranceSeconds: 700 }))).toBe('none');
  });

  it('that was parsed before says what to do', async () => {
    const call = verifyWebhook(JSON.parse(BODY) as string, signed(), SECRET);
    await expect(call).rejects.toThrow(/raw body/);
    expect(await faultOf(call)).toBe('body_parsed');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s is none', async (name) => {
    expect(await faultOf(verifyWebhook(BODY, { ...signed(), [name]: undefined }, SECRET))).toBe('missing_header');
  });

  it('is not judged by what cannot be a time or a secret', async () => {
    for (const at of ['tomorrow', '-1', '1e3', '']) {
      const fault = await faultOf(verifyWebhook(BODY, { ...signed(), 'webhook-timestamp': at }, SECRET));
      expect(fault).toBe(at === '' ? 'missing_header' : 'bad_timestamp');
    }
    for (const secret of ['', 'whsec_', 'whsec_%%%', []]) expect(await faultOf(verifyWebhook(BODY, signed(), secret))).toBe('bad_secret');
    expect(await faultOf(verifyWebhook('no JSON', signed('no JSON'), SECRET))).toBe('bad_body');
  });
});
