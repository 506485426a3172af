import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Exchange } from '../http/exchange.js';

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export type Verdict = 'ok' | 'AccessDenied' | 'InvalidAccessKeyId' | 'SignatureDoesNotMatch' | 'ExpiredToken' | 'XAmzContentSHA256Mismatch';

/** Signature V4 in the header or in the query, made anew from the request as it came. */
export function verdictOn(exchange: Exchange, accessKeyId: string, secret: string): Verdict {
  const { url } = exchange;
  const isQuery = url.searchParams.has('X-Amz-Signature');
  const [, credential = '', names = '', given = ''] = isQuery
    ? ['', exchange.query('X-Amz-Credential'), exchange.query('X-Amz-SignedHeaders'), exchange.query('X-Amz-Signature')]
    : (/^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(exchange.header('authorization')) ??
      []);
  const [keyId = '', day = '', region = '', service = '', end = ''] = credential.split('/');
  if (given === '') return 'AccessDenied';
  if (keyId !== accessKeyId) return 'InvalidAccessKeyId';
  const at = isQuery ? exchange.query('X-Amz-Date') : exchange.header('x-amz-date');
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const ageSeconds = (Date.now() - time) / 1000;
  if (!(ageSeconds > -900) || ageSeconds > (isQuery ? Number(exchange.query('X-Amz-Expires')) : 900))
    return isQuery ? 'AccessDenied' : 'ExpiredToken';
  const payload = isQuery ? 'UNSIGNED-PAYLOAD' : exchange.header('x-amz-content-sha256');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = names.split(';').map((name) => `${name}:${exchange.header(name).trim().replaceAll(/\s+/g, ' ')}\n`);
  const canonical = [exchange.method, url.pathname, query, headers.join(''), names, payload].join('\n');
  const scope = [day, region, service, end].join('/');
  const key = [day, region, service, end].reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${secret}`);
  const wanted = hmac(key, ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n'));
  const sent = Buffer.from(given, 'hex');
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) return 'SignatureDoesNotMatch';
  return /^[0-9a-f]{64}$/.test(payload) && payload !== sha256(exchange.body) ? 'XAmzContentSHA256Mismatch' : 'ok';
}

/** What a body in `aws-chunked` encoding holds. */
export function unchunked(body: Buffer, contentEncoding: string): Buffer {
  if (!/aws-chunked/.test(contentEncoding)) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
