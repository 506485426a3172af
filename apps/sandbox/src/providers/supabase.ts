import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { rangeOf } from '../core/links.js';
import { ObjectShelf, type StoredObject } from '../core/object-shelf.js';
import { isKey, type SandboxProvider, type World } from '../core/world.js';
import { fieldsOf, listOf, textOf, type Exchange } from '../http/exchange.js';
import { SupabaseTus } from './supabase.tus.js';

const KEY = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/;
const UPLOAD_LINK_SECONDS = 7200;
const BASE = '/storage/v1';

/** `error` and `statusCode` of each code; the HTTP status is 400 for nearly all. */
const ERRORS: Readonly<Record<string, readonly [statusCode: string, error: string, message: string]>> = {
  NoSuchKey: ['404', 'not_found', 'Object not found'],
  KeyAlreadyExists: ['409', 'Duplicate', 'The resource already exists'],
  InvalidJWT: ['400', 'InvalidJWT', '"exp" claim timestamp check failed'],
  InvalidSignature: ['400', 'InvalidSignature', 'The signature does not belong to this object'],
  AccessDenied: ['403', 'Unauthorized', 'Invalid key'],
  InvalidKey: ['400', 'InvalidKey', 'Invalid key'],
  InvalidRequest: ['400', 'InvalidRequest', 'The request is not valid'],
  SlowDown: ['429', 'too_many_connections', 'Too many connections issued to the database'],
  NoSuchRoute: ['404', 'not_found', 'Route not found'],
};

/** Supabase Storage over its own protocol; a bucket exists as soon as it is named. */
export class Supabase implements SandboxProvider {
  readonly name = 'supabase';
  private readonly objects = new ObjectShelf();
  private readonly signingKey = randomBytes(32);
  private readonly tus: SupabaseTus;

  constructor(private readonly world: World) {
    this.tus = new SupabaseTus(this.objects, `${world.url}/supabase${BASE}/upload/resumable`, (key) => KEY.test(key));
  }

  async answer(exchange: Exchange): Promise<void> {
    const path = exchange.path.startsWith(BASE) ? exchange.path.slice(BASE.length) : exchange.path;
    const [, kind = '', second = '', ...rest] = path.split('/').map(decodeURIComponent);
    const [third = '', ...deeper] = rest;
    const isSignedUse = kind === 'object' && (exchange.method === 'GET' || exchange.method === 'HEAD') && second === 'sign';
    if (isSignedUse) return this.readSigned(exchange, third, deeper.join('/'));
    if (exchange.method === 'PUT' && second === 'upload' && third === 'sign') return this.writeSigned(exchange, deeper);
    const bearer = /^Bearer (.+)$/.exec(exchange.header('authorization'))?.[1] ?? '';
    if (!isKey(this.world, 'supabase', exchange.header('apikey') || bearer)) return refuse(exchange, 'AccessDenied');
    const rate = this.world.faults.of('supabase').rate;
    if (rate && !this.world.rates.take('supabase', rate)) return refuse(exchange, 'SlowDown', 429);
    if (kind === 'upload' && second === 'resumable') return this.tus.answer(exchange, third);
    if (kind === 'bucket')
      return exchange.send(200, {
        id: second || 'bucket',
        name: second || 'bucket',
        public: false,
        file_size_limit: null,
        allowed_mime_types: null,
      });
    if (kind !== 'object') return refuse(exchange, 'NoSuchRoute');
    const call = `${exchange.method} ${second}`;
    if (call === 'POST list') return this.list(exchange, third);
    if (call === 'POST sign') return this.sign(exchange, third, deeper.join('/'));
    if (call === 'POST upload' && third === 'sign') return this.signUpload(exchange, deeper);
    if (call === 'GET info') return this.info(exchange, third, deeper.join('/'));
    if (call === 'POST copy' || call === 'POST move') return this.copy(exchange, second);
    if (exchange.method === 'DELETE' && rest.length === 0) return this.removeMany(exchange, second);
    const [bucket, key] = second === 'authenticated' ? [third, deeper.join('/')] : [second, rest.join('/')];
    return this.onObject(exchange, bucket, key);
  }

  private async onObject(exchange: Exchange, bucket: string, key: string): Promise<void> {
    const object = this.objects.get(bucket, key);
    switch (exchange.method) {
      case 'POST':
        if (object && exchange.header('x-upsert') !== 'true') return refuse(exchange, 'KeyAlreadyExists');
        return this.store(exchange, bucket, key);
      case 'PUT':
        return this.store(exchange, bucket, key);
      case 'GET':
      case 'HEAD':
        return object ? send(exchange, object) : refuse(exchange, 'NoSuchKey');
      case 'DELETE':
        return this.objects.remove(bucket, key) ? exchange.send(200, { message: 'Successfully deleted' }) : refuse(exchange, 'NoSuchKey');
      default:
        return refuse(exchange, 'NoSuchRoute');
    }
  }

  private async store(exchange: Exchange, bucket: string, key: string): Promise<void> {
    if (!KEY.test(key)) return refuse(exchange, 'InvalidKey');
    const type = exchange.header('content-type');
    let [content, contentType] = [exchange.body, type];
    if (type.startsWith('multipart/form-data')) {
      const file = [...(await exchange.form()).values()].find((value) => value instanceof File);
      if (!(file instanceof File)) return refuse(exchange, 'InvalidRequest');
      [content, contentType] = [Buffer.from(await file.arrayBuffer()), file.type];
    }
    exchange.send(200, { Key: `${bucket}/${key}`, Id: this.objects.put(bucket, key, content, contentType).id });
  }

  private info(exchange: Exchange, bucket: string, key: string): void {
    const object = this.objects.get(bucket, key);
    if (!object) return refuse(exchange, 'NoSuchKey');
    const { id, content, contentType, etag, at } = object;
    const dates = { created_at: at.toISOString(), updated_at: at.toISOString(), last_modified: at.toISOString() };
    exchange.send(200, {
      id,
      name: key,
      bucket_id: bucket,
      version: id,
      size: content.length,
      content_type: contentType,
      cache_control: 'no-cache',
      etag: `"${etag}"`,
      metadata: {},
      ...dates,
    });
  }

  private removeMany(exchange: Exchange, bucket: string): void {
    const keys = listOf(exchange.fields()?.['prefixes']).map(textOf);
    if (keys.length === 0 || keys.length > 1000) return refuse(exchange, 'InvalidRequest');
    exchange.send(
      200,
      keys.filter((key) => this.objects.remove(bucket, key)).map((name) => ({ name, bucket_id: bucket })),
    );
  }

  private copy(exchange: Exchange, how: string): void {
    const body = exchange.fields() ?? {};
    const [bucket, from, to] = [textOf(body['bucketId']), textOf(body['sourceKey']), textOf(body['destinationKey'])];
    const object = this.objects.get(bucket, from);
    if (!object) return refuse(exchange, 'NoSuchKey');
    const target = textOf(body['destinationBucket']) || bucket;
    const copy = this.objects.put(target, to, object.content, object.contentType);
    if (how === 'move') this.objects.remove(bucket, from);
    exchange.send(200, how === 'move' ? { message: 'Successfully moved' } : { Id: copy.id, Key: `${target}/${to}` });
  }

  /** One level; what lies deeper is shown as a folder, without an id. */
  private list(exchange: Exchange, bucket: string): void {
    const body = exchange.fields() ?? {};
    const given = textOf(body['prefix']).replace(/\/*$/, '');
    const prefix = given === '' ? '' : `${given}/`;
    const rows = new Map<string, object>();
    for (const { key, object } of this.objects.list(bucket, prefix)) {
      const [name = '', ...deeper] = key.slice(prefix.length).split('/');
      const date = object.at.toISOString();
      const metadata = { size: object.content.length, mimetype: object.contentType, eTag: `"${object.etag}"`, lastModified: date };
      const file = { name, id: object.id, created_at: date, updated_at: date, last_accessed_at: date, metadata };
      if (name.includes(textOf(body['search'])))
        rows.set(
          name,
          deeper.length > 0 ? { name, id: null, created_at: null, updated_at: null, last_accessed_at: null, metadata: null } : file,
        );
    }
    const offset = Number(body['offset'] ?? 0);
    exchange.send(200, [...rows.values()].slice(offset, offset + Number(body['limit'] ?? 100)));
  }

  private sign(exchange: Exchange, bucket: string, key: string): void {
    const body = exchange.fields() ?? {};
    const seconds = body['expiresIn'];
    if (!Number.isInteger(seconds) || (seconds as number) < 1) return refuse(exchange, 'InvalidRequest');
    const urlOf = (one: string) =>
      `/object/sign/${[bucket, ...one.split('/')].map(encodeURIComponent).join('/')}?token=${this.token(`${bucket}/${one}`, 'download', seconds as number)}`;
    if (key !== '') return this.objects.get(bucket, key) ? exchange.send(200, { signedURL: urlOf(key) }) : refuse(exchange, 'NoSuchKey');
    const keys = listOf(body['paths']).map(textOf);
    exchange.send(
      200,
      keys.map((path) =>
        this.objects.get(bucket, path)
          ? { path, signedURL: urlOf(path), error: null }
          : { path, signedURL: null, error: 'Either the object does not exist or you do not have access to it' },
      ),
    );
  }

  private signUpload(exchange: Exchange, [bucket = '', ...names]: readonly string[]): void {
    const key = names.join('/');
    if (!KEY.test(key)) return refuse(exchange, 'InvalidKey');
    const mayReplace = exchange.header('x-upsert') === 'true';
    if (this.objects.get(bucket, key) && !mayReplace) return refuse(exchange, 'KeyAlreadyExists');
    const token = this.token(`${bucket}/${key}`, mayReplace ? 'upsert' : 'upload', UPLOAD_LINK_SECONDS);
    exchange.send(200, { url: `/object/upload/sign/${[bucket, ...names].map(encodeURIComponent).join('/')}?token=${token}`, token });
  }

  private readSigned(exchange: Exchange, bucket: string, key: string): void {
    const fault = this.faultOf(exchange.query('token'), `${bucket}/${key}`, ['download']);
    if (fault) return refuse(exchange, fault);
    const object = this.objects.get(bucket, key);
    return object ? send(exchange, object) : refuse(exchange, 'NoSuchKey');
  }

  private async writeSigned(exchange: Exchange, [bucket = '', ...names]: readonly string[]): Promise<void> {
    const key = names.join('/');
    const token = exchange.query('token');
    const fault = this.faultOf(token, `${bucket}/${key}`, ['upload', 'upsert']);
    if (fault) return refuse(exchange, fault);
    if (this.objects.get(bucket, key) && this.faultOf(token, `${bucket}/${key}`, ['upsert'])) return refuse(exchange, 'KeyAlreadyExists');
    await this.store(exchange, bucket, key);
  }

  private token(url: string, scope: string, seconds: number): string {
    const iat = Math.floor(Date.now() / 1000);
    const parts = [
      { alg: 'HS256', typ: 'JWT' },
      { url, scope, iat, exp: iat + seconds, jti: randomUUID() },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return `${parts.join('.')}.${this.signatureOf(parts.join('.'))}`;
  }

  private signatureOf = (text: string): string => createHmac('sha256', this.signingKey).update(text).digest('base64url');

  private faultOf(token: string, url: string, scopes: readonly string[]): 'InvalidJWT' | 'InvalidSignature' | null {
    const [head = '', claims = '', signature = ''] = token.split('.');
    const [given, wanted] = [Buffer.from(signature), Buffer.from(this.signatureOf(`${head}.${claims}`))];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'InvalidJWT';
    const said = fieldsOf(JSON.parse(Buffer.from(claims, 'base64url').toString())) ?? {};
    if (Number(said['exp']) * 1000 <= Date.now()) return 'InvalidJWT';
    return said['url'] === url && scopes.includes(textOf(said['scope'])) ? null : 'InvalidSignature';
  }
}

function send(exchange: Exchange, { content, contentType, etag, at }: StoredObject): void {
  const range = rangeOf(exchange.header('range'), content.length);
  if (range === 'unsatisfiable') return refuse(exchange, 'InvalidRequest');
  const headers = {
    'content-type': contentType,
    etag: `"${etag}"`,
    'last-modified': at.toUTCString(),
    'accept-ranges': 'bytes',
    'cache-control': 'no-cache',
  };
  if (!range) return exchange.sendBytes(200, content, headers);
  exchange.sendBytes(206, content.subarray(range.start, range.end + 1), {
    ...headers,
    'content-range': `bytes ${range.start}-${range.end}/${content.length}`,
  });
}

function refuse(exchange: Exchange, code: string, status = 400): void {
  const [statusCode = '400', error = '', message = ''] = ERRORS[code] ?? [];
  exchange.send(status, { statusCode, error, code: code === 'NoSuchRoute' ? 'NoSuchKey' : code, message });
}
