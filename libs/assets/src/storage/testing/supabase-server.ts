import { type IncomingMessage, type ServerResponse } from 'node:http';
import { BucketServer, md5 } from './bucket-server.js';

const PART_BYTES = 6 * 1024 * 1024;

/**
 * The part of Supabase Storage that the adapter uses: upload in one request and in parts (tus 1.0.0), info, reading with a range, lists
 * of one level, removal. Errors have HTTP status 400 and tell the truth in their body, as the real one does.
 */
export const supabaseServer = (bucket: string, key: string): BucketServer =>
  new BucketServer((server) => {
    const uploads = new Map<string, { name: string; type: string; sha256: string | null; size: number; bytes: Buffer }>();
    return (request, url, body, response) => {
      const path = decodeURIComponent(url.pathname);
      const tail = (start: string): string | null => (path.startsWith(start) ? path.slice(start.length) : null);
      if (request.headers.apikey !== key || request.headers.authorization !== undefined) return fault(response, '403', 'AccessDenied');
      const resumed = uploads.get(tail('/upload/resumable/') ?? '');
      if (path === '/upload/resumable' || resumed) return resumable(server, uploads, resumed ?? null, request, body, response);
      const info = tail(`/object/info/${bucket}/`);
      if (info !== null) return about(server, info, response);
      const wanted = tail(`/object/authenticated/${bucket}/`);
      if (wanted !== null) {
        const kept = server.objects.get(wanted);
        return kept ? server.give(kept, request, response) : fault(response, '404', 'NoSuchKey');
      }
      if (path === `/object/list/${bucket}`) return json(response, level(server, JSON.parse(body.toString()) as Listing));
      if (path === `/object/${bucket}` && request.method === 'DELETE') {
        const { prefixes } = JSON.parse(body.toString()) as { prefixes: string[] };
        return json(
          response,
          prefixes.filter((name) => server.objects.delete(name)).map((name) => ({ name })),
        );
      }
      const name = tail(`/object/${bucket}/`);
      if (name === null || request.method !== 'POST') return fault(response, '404', 'NotFound');
      if (body.length > PART_BYTES) return fault(response, '413', 'EntityTooLarge');
      if (server.objects.has(name) && request.headers['x-upsert'] !== 'true') return fault(response, '409', 'KeyAlreadyExists');
      const metadata = Buffer.from(String(request.headers['x-metadata'] ?? ''), 'base64').toString();
      server.keep(name, body, String(request.headers['content-type']), hashIn(metadata));
      json(response, { Key: `${bucket}/${name}`, Id: 'id' });
    };
  });

type Listing = { readonly prefix: string; readonly limit: number; readonly offset: number };
type Uploads = Map<string, { name: string; type: string; sha256: string | null; size: number; bytes: Buffer }>;

function resumable(
  server: BucketServer,
  uploads: Uploads,
  upload: { name: string; type: string; sha256: string | null; size: number; bytes: Buffer } | null,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  if (!upload) {
    const pairs = String(request.headers['upload-metadata'])
      .split(',')
      .map((pair) => pair.split(' '));
    const said = Object.fromEntries(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]));
    const id = `upload${uploads.size}`;
    const size = Number(request.headers['upload-length']);
    uploads.set(id, {
      name: said['objectName'] ?? '',
      type: said['contentType'] ?? '',
      sha256: hashIn(said['metadata'] ?? ''),
      size,
      bytes: Buffer.alloc(0),
    });
    return void response.writeHead(201, { 'tus-resumable': '1.0.0', location: `/upload/resumable/${id}` }).end();
  }
  const isLast = upload.bytes.length + body.length === upload.size;
  if (!isLast && body.length !== PART_BYTES) return fault(response, '400', 'InvalidRequest');
  upload.bytes = Buffer.concat([upload.bytes, body]);
  if (isLast) server.keep(upload.name, upload.bytes, upload.type, upload.sha256);
  response.writeHead(204, { 'tus-resumable': '1.0.0', 'upload-offset': upload.bytes.length }).end();
}

function about(server: BucketServer, name: string, response: ServerResponse): void {
  const kept = server.objects.get(name);
  if (!kept) return fault(response, '404', 'NoSuchKey');
  json(response, {
    ...{ id: 'id', name, version: kept.version, bucket_id: 'films', size: kept.bytes.length, content_type: kept.contentType },
    ...{ etag: `"${md5(kept.bytes)}"`, created_at: kept.modifiedAt, last_modified: kept.modifiedAt, metadata: { sha256: kept.sha256 } },
  });
}

/** Names right below the prefix: files have an id, folders have none. */
function level(server: BucketServer, { prefix, limit, offset }: Listing): object[] {
  const folder = prefix === '' ? '' : `${prefix.replace(/\/$/, '')}/`;
  const below = [...server.objects.keys()].filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
  const files = below
    .filter((name) => !name.includes('/'))
    .map((name) => {
      const { bytes, modifiedAt } = server.objects.get(folder + name) ?? { bytes: Buffer.alloc(0), modifiedAt: new Date(0) };
      return { name, id: 'id', updated_at: modifiedAt.toISOString(), metadata: { size: bytes.length } };
    });
  const folders = [...new Set(below.flatMap((name) => (name.includes('/') ? [name.split('/')[0]] : [])))].map((name) => ({
    name,
    id: null,
  }));
  return [...folders, ...files].slice(offset, offset + limit);
}

function hashIn(metadata: string): string | null {
  return metadata === '' ? null : ((JSON.parse(metadata) as { sha256?: string }).sha256 ?? null);
}

const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const fault = (response: ServerResponse, statusCode: string, code: string): void =>
  void response
    .writeHead(400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ statusCode, error: code, code, message: code === 'NoSuchKey' ? 'Object not found' : 'canary' }));
