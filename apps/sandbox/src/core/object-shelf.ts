import { createHash, randomUUID } from 'node:crypto';

export interface StoredObject {
  readonly id: string;
  readonly content: Buffer;
  readonly contentType: string;
  readonly etag: string;
  readonly at: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Objects by bucket and key, in memory. Buckets are made by their first object. */
export class ObjectShelf {
  private readonly objects = new Map<string, StoredObject>();

  put(bucket: string, key: string, content: Buffer, contentType: string, metadata: Record<string, string> = {}): StoredObject {
    const etag = createHash('md5').update(content).digest('hex');
    const object = { id: randomUUID(), content, contentType: contentType || 'application/octet-stream', etag, at: new Date(), metadata };
    this.objects.set(`${bucket}/${key}`, object);
    return object;
  }

  get(bucket: string, key: string): StoredObject | null {
    return this.objects.get(`${bucket}/${key}`) ?? null;
  }

  remove(bucket: string, key: string): boolean {
    return this.objects.delete(`${bucket}/${key}`);
  }

  /** In order of their keys, as UTF-8 bytes. */
  list(bucket: string, prefix: string): { key: string; object: StoredObject }[] {
    return [...this.objects]
      .filter(([name]) => name.startsWith(`${bucket}/${prefix}`))
      .map(([name, object]) => ({ key: name.slice(bucket.length + 1), object }))
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  }
}
