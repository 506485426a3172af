import { randomUUID } from 'node:crypto';
import { type ObjectShelf } from '../core/object-shelf.js';
import { type Exchange } from '../http/exchange.js';

/** Each chunk but the last has exactly this size. */
const CHUNK_BYTES = 6 * 1024 * 1024;
const TUS = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };

interface Session {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly length: number;
  content: Buffer<ArrayBufferLike>;
}

/** Resumable uploads by tus 1.0.0. */
export class SupabaseTus {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly objects: ObjectShelf,
    private readonly baseUrl: string,
    private readonly isKey: (key: string) => boolean,
  ) {}

  answer(exchange: Exchange, id: string): void {
    if (exchange.header('tus-resumable') !== '1.0.0')
      return exchange.sendBytes(412, 'tus-resumable must be 1.0.0', { 'tus-version': '1.0.0' });
    if (exchange.method === 'POST' && id === '') return this.create(exchange);
    const session = this.sessions.get(id);
    if (!session) return exchange.sendBytes(404, 'The file for this url was not found', TUS);
    if (exchange.method === 'HEAD')
      return exchange.sendBytes(200, '', {
        ...TUS,
        'upload-offset': String(session.content.length),
        'upload-length': String(session.length),
      });
    if (exchange.method === 'DELETE') {
      this.sessions.delete(id);
      return exchange.sendBytes(204, '', TUS);
    }
    if (exchange.method !== 'PATCH') return exchange.sendBytes(405, 'Method not allowed', TUS);
    this.append(exchange, session);
  }

  private create(exchange: Exchange): void {
    const metadata = new Map(
      exchange
        .header('upload-metadata')
        .split(',')
        .map((pair): [string, string] => {
          const [name = '', value = ''] = pair.trim().split(' ');
          return [name, Buffer.from(value, 'base64').toString()];
        }),
    );
    const [bucket, key] = [metadata.get('bucketName') ?? '', metadata.get('objectName') ?? ''];
    const length = Number(exchange.header('upload-length'));
    if (bucket === '' || !this.isKey(key) || !Number.isInteger(length)) return exchange.sendBytes(400, 'Invalid key', TUS);
    if (this.objects.get(bucket, key) && exchange.header('x-upsert') !== 'true')
      return exchange.sendBytes(409, 'The resource already exists', TUS);
    const id = randomUUID();
    const session = { bucket, key, contentType: metadata.get('contentType') ?? '', length, content: Buffer.alloc(0) as Buffer };
    this.sessions.set(id, session);
    if (exchange.body.length > 0) session.content = exchange.body;
    this.keepIfWhole(session);
    exchange.sendBytes(201, '', { ...TUS, location: `${this.baseUrl}/${id}`, 'upload-offset': String(session.content.length) });
  }

  private append(exchange: Exchange, session: Session): void {
    if (Number(exchange.header('upload-offset')) !== session.content.length) return exchange.sendBytes(409, 'Upload-Offset conflict', TUS);
    const whole = session.content.length + exchange.body.length;
    if (whole > session.length) return exchange.sendBytes(413, 'Upload is larger than announced', TUS);
    if (whole < session.length && exchange.body.length !== CHUNK_BYTES)
      return exchange.sendBytes(400, 'Chunks must have exactly 6 MB', TUS);
    session.content = Buffer.concat([session.content, exchange.body]);
    this.keepIfWhole(session);
    exchange.sendBytes(204, '', { ...TUS, 'upload-offset': String(session.content.length) });
  }

  private keepIfWhole({ bucket, key, content, contentType, length }: Session): void {
    if (content.length === length) this.objects.put(bucket, key, content, contentType);
  }
}
