import { createHash, randomUUID } from 'node:crypto';
import { rangeOf } from '../core/links.js';
import { ObjectShelf } from '../core/object-shelf.js';
import { KEYS, S3_ACCESS_KEY_ID, type SandboxProvider, type World } from '../core/world.js';
import { type Exchange } from '../http/exchange.js';
import { unchunked, verdictOn } from './s3.signature.js';

const STATUSES: Readonly<Record<string, number>> = {
  ...{ AccessDenied: 403, InvalidAccessKeyId: 403, SignatureDoesNotMatch: 403, ExpiredToken: 400, XAmzContentSHA256Mismatch: 400 },
  ...{ NoSuchKey: 404, NoSuchUpload: 404, InvalidRange: 416, InvalidPart: 400, EntityTooSmall: 400, SlowDown: 503, MethodNotAllowed: 405 },
  ...{ PreconditionFailed: 412, NotImplemented: 501 },
};
const LEAST_PART_BYTES = 5 * 1024 * 1024;

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly parts: Map<number, Buffer>;
}

/** The part of S3 that object storage needs, with buckets in the path. */
export class S3 implements SandboxProvider {
  readonly name = 's3';
  private readonly objects = new ObjectShelf();
  private readonly uploads = new Map<string, Upload>();

  constructor(private readonly world: World) {}

  answer(exchange: Exchange): void {
    const secret = this.world.faults.of('s3').revokedKey ? randomUUID() : KEYS.s3;
    const verdict = verdictOn(exchange, S3_ACCESS_KEY_ID, secret);
    if (verdict !== 'ok') return refuse(exchange, verdict);
    const rate = this.world.faults.of('s3').rate;
    if (rate && !this.world.rates.take('s3', rate)) return refuse(exchange, 'SlowDown');
    const [, bucket = '', ...rest] = exchange.path.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    if (key === '') return this.onBucket(exchange, bucket);
    return exchange.url.searchParams.has('uploads') || exchange.url.searchParams.has('uploadId')
      ? this.onUpload(exchange, bucket, key)
      : this.onObject(exchange, bucket, key);
  }

  private onBucket(exchange: Exchange, bucket: string): void {
    if (exchange.method === 'HEAD' || exchange.method === 'PUT') return exchange.sendBytes(200, '');
    if (exchange.method === 'POST' && exchange.url.searchParams.has('delete')) {
      const keys = [...exchange.body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescape(key));
      for (const key of keys) this.objects.remove(bucket, key);
      const isQuiet = /<Quiet>true<\/Quiet>/.test(exchange.body.toString('utf8'));
      return xml(exchange, 'DeleteResult', isQuiet ? '' : keys.map((key) => `<Deleted><Key>${escape(key)}</Key></Deleted>`).join(''));
    }
    if (exchange.method !== 'GET') return refuse(exchange, 'MethodNotAllowed');
    return this.list(exchange, bucket);
  }

  private list(exchange: Exchange, bucket: string): void {
    const [prefix, delimiter] = [exchange.query('prefix'), exchange.query('delimiter')];
    const most = Math.min(Number(exchange.query('max-keys') || 1000), 1000);
    const token = exchange.query('continuation-token');
    const after = token === '' ? exchange.query('start-after') : Buffer.from(token, 'base64url').toString();
    const rows = new Map<string, string>();
    let last = '';
    let isTruncated = false;
    for (const { key, object } of this.objects.list(bucket, prefix)) {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      const shown = cut === -1 ? key : key.slice(0, cut + delimiter.length);
      if (Buffer.compare(Buffer.from(shown), Buffer.from(after)) <= 0 || rows.has(shown)) continue;
      if (rows.size === most) {
        isTruncated = true;
        break;
      }
      const contents = `<Contents><Key>${escape(key)}</Key><LastModified>${object.at.toISOString()}</LastModified><ETag>&quot;${object.etag}&quot;</ETag><Size>${object.content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
      rows.set(shown, cut === -1 ? contents : `<CommonPrefixes><Prefix>${escape(shown)}</Prefix></CommonPrefixes>`);
      last = shown;
    }
    const next = isTruncated ? `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>` : '';
    const head = `<Name>${escape(bucket)}</Name><Prefix>${escape(prefix)}</Prefix><KeyCount>${rows.size}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>`;
    xml(exchange, 'ListBucketResult', `${head}${next}${[...rows.values()].join('')}`);
  }

  private onObject(exchange: Exchange, bucket: string, key: string): void {
    const object = this.objects.get(bucket, key);
    switch (exchange.method) {
      case 'PUT': {
        if (exchange.header('x-amz-copy-source') !== '') return refuse(exchange, 'NotImplemented');
        if (exchange.header('if-none-match') === '*' && object) return refuse(exchange, 'PreconditionFailed');
        const content = unchunked(exchange.body, exchange.header('content-encoding'));
        return exchange.sendBytes(200, '', {
          etag: `"${this.objects.put(bucket, key, content, exchange.header('content-type'), metadataOf(exchange)).etag}"`,
        });
      }
      case 'DELETE':
        this.objects.remove(bucket, key);
        return exchange.sendBytes(204, '');
      case 'GET':
      case 'HEAD': {
        if (!object) return refuse(exchange, 'NoSuchKey');
        const range = rangeOf(exchange.header('range'), object.content.length);
        if (range === 'unsatisfiable') return refuse(exchange, 'InvalidRange');
        const part = range ? object.content.subarray(range.start, range.end + 1) : object.content;
        return exchange.sendBytes(range ? 206 : 200, part, {
          ...{
            'content-type': object.contentType,
            etag: `"${object.etag}"`,
            'last-modified': object.at.toUTCString(),
            'accept-ranges': 'bytes',
          },
          ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
          ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${object.content.length}` }),
        });
      }
      default:
        refuse(exchange, 'MethodNotAllowed');
    }
  }

  private onUpload(exchange: Exchange, bucket: string, key: string): void {
    if (exchange.method === 'POST' && exchange.url.searchParams.has('uploads')) {
      const id = randomUUID();
      this.uploads.set(id, { bucket, key, contentType: exchange.header('content-type'), parts: new Map() });
      return xml(
        exchange,
        'InitiateMultipartUploadResult',
        `<Bucket>${escape(bucket)}</Bucket><Key>${escape(key)}</Key><UploadId>${id}</UploadId>`,
      );
    }
    const id = exchange.query('uploadId');
    const upload = this.uploads.get(id);
    if (!upload || upload.bucket !== bucket || upload.key !== key) return refuse(exchange, 'NoSuchUpload');
    if (exchange.method === 'PUT') {
      const content = unchunked(exchange.body, exchange.header('content-encoding'));
      upload.parts.set(Number(exchange.query('partNumber')), content);
      return exchange.sendBytes(200, '', { etag: `"${md5(content)}"` });
    }
    if (exchange.method === 'DELETE') {
      this.uploads.delete(id);
      return exchange.sendBytes(204, '');
    }
    this.complete(exchange, id, upload);
  }

  private complete(exchange: Exchange, id: string, { bucket, key, contentType, parts }: Upload): void {
    const wanted = [...exchange.body.toString('utf8').matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
      number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
      etag: unescape(/<ETag>([^<]*)</.exec(part)?.[1] ?? '').replaceAll('"', ''),
    }));
    const contents = wanted.map(({ number, etag }) => ({ etag, content: parts.get(number) }));
    if (contents.length === 0 || contents.some(({ content, etag }) => !content || md5(content) !== etag))
      return refuse(exchange, 'InvalidPart');
    const all = contents.map(({ content }) => content ?? Buffer.alloc(0));
    if (all.slice(0, -1).some((part) => part.length < LEAST_PART_BYTES)) return refuse(exchange, 'EntityTooSmall');
    const { etag } = this.objects.put(bucket, key, Buffer.concat(all), contentType);
    this.uploads.delete(id);
    xml(
      exchange,
      'CompleteMultipartUploadResult',
      `<Bucket>${escape(bucket)}</Bucket><Key>${escape(key)}</Key><ETag>&quot;${etag}-${all.length}&quot;</ETag>`,
    );
  }
}

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');
const SIGNS: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
];
const escape = (text: string): string => SIGNS.reduce((all, [sign, entity]) => all.replaceAll(sign, entity), text);
const unescape = (text: string): string => [...SIGNS].reverse().reduce((all, [sign, entity]) => all.replaceAll(entity, sign), text);

function metadataOf(exchange: Exchange): Record<string, string> {
  const own = Object.keys(exchange.request.headers).filter((name) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map((name) => [name.slice('x-amz-meta-'.length), exchange.header(name)]));
}

const xml = (exchange: Exchange, name: string, inner: string, status = 200): void =>
  exchange.sendBytes(
    status,
    `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${name}>`,
    { 'content-type': 'application/xml' },
  );

const refuse = (exchange: Exchange, code: string): void =>
  exchange.sendBytes(
    STATUSES[code] ?? 400,
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message><RequestId>sandbox</RequestId></Error>`,
    { 'content-type': 'application/xml' },
  );
