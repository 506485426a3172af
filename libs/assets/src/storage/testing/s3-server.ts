import { type IncomingMessage, type ServerResponse } from 'node:http';
import { BucketServer, md5, sha256 } from './bucket-server.js';

/**
 * The part of S3 that the adapter uses, path style, by https://docs.aws.amazon.com/AmazonS3/latest/API: one request or several parts,
 * HEAD, GET with a range, lists of two keys a page, deletion of many. Checks that requests are signed and hashes are right.
 */
export const s3Server = (bucket: string): BucketServer =>
  new BucketServer((server) => {
    const uploads = new Map<string, { parts: Map<number, Buffer>; type: string; hash: string | null }>();
    return (request, url, body, response) => {
      const key = decodeURIComponent(url.pathname).slice(`/${bucket}/`.length);
      const query = url.searchParams;
      const type = String(request.headers['content-type'] ?? '');
      const hash = typeof request.headers['x-amz-meta-sha256'] === 'string' ? request.headers['x-amz-meta-sha256'] : null;
      if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=id/')) return fault(response, 403, 'AccessDenied');
      if (request.method === 'POST' && query.has('uploads')) {
        const id = `upload${uploads.size}`;
        uploads.set(id, { parts: new Map(), type, hash });
        return xml(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
      }
      const upload = uploads.get(query.get('uploadId') ?? '');
      if (request.method === 'PUT' && upload) {
        upload.parts.set(Number(query.get('partNumber')), body);
        return void response.writeHead(200, { etag: `"${md5(body)}"` }).end();
      }
      if (request.method === 'POST' && upload) {
        const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
        server.keep(key, Buffer.concat(parts), upload.type, upload.hash);
        return xml(response, `<CompleteMultipartUploadResult><ETag>"${parts.length}"</ETag></CompleteMultipartUploadResult>`);
      }
      if (request.method === 'PUT') {
        const wanted = request.headers['x-amz-checksum-sha256'];
        if (wanted !== Buffer.from(sha256(body), 'hex').toString('base64')) return fault(response, 400, 'BadDigest');
        server.keep(key, body, type, hash);
        return void response.writeHead(200, { etag: `"${md5(body)}"` }).end();
      }
      if (request.method === 'POST' && query.has('delete')) {
        for (const [, doomed = ''] of body.toString('utf8').matchAll(/<Key>([^<]+)<\/Key>/g)) server.objects.delete(doomed);
        return xml(response, '<DeleteResult></DeleteResult>');
      }
      if (request.method === 'GET' && query.has('list-type')) return list(server, query, response);
      return read(server, key, request, response);
    };
  });

function list(server: BucketServer, query: URLSearchParams, response: ServerResponse): void {
  const after = query.get('continuation-token') ?? '';
  const keys = [...server.objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
  const page = keys.slice(0, 2);
  const contents = page.map((key) => {
    const { bytes, modifiedAt } = server.objects.get(key) ?? { bytes: Buffer.alloc(0), modifiedAt: new Date(0) };
    return `<Contents><Key>${key}</Key><LastModified>${modifiedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
  });
  const more = keys.length > 2 ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  xml(response, `<ListBucketResult><IsTruncated>${keys.length > 2}</IsTruncated>${contents.join('')}${more}</ListBucketResult>`);
}

function read(server: BucketServer, key: string, request: IncomingMessage, response: ServerResponse): void {
  const kept = server.objects.get(key);
  if (!kept) return fault(response, 404, 'NoSuchKey', request.method === 'HEAD');
  server.give(kept, request, response, {
    etag: `"${md5(kept.bytes)}"`,
    'last-modified': kept.modifiedAt.toUTCString(),
    ...(kept.sha256 !== null && { 'x-amz-meta-sha256': kept.sha256 }),
  });
}

const xml = (response: ServerResponse, text: string): void =>
  void response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${text}`);

const fault = (response: ServerResponse, status: number, code: string, isHead = false): void =>
  void response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(isHead ? undefined : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>canary</Message></Error>`);
