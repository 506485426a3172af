import { createReadStream } from 'node:fs';
import { type Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { StorageError } from '../../contracts/errors.js';
import { type ByteRange, type ListedObject } from '../../contracts/storage.js';
import { type FileDigest } from '../file-digest.js';
import { asStorageError, systemCodeOf } from '../file-errors.js';
import { type StorageConfig } from '../storage.config.js';
import { type Bucket, type BucketHead, PROBE } from './bucket.js';

/** Up to here a file goes in one request, whose hash the server checks. */
const ONE_REQUEST_BYTES = 32 * 1024 * 1024;
/** 10 000 parts at most: enough for 160 GB. */
const PART_BYTES = 16 * 1024 * 1024;
const PARTS_AT_ONCE = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 120_000;
const HASH = 'sha256';
const SHA256_OF_NOTHING = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** AWS S3, MinIO, and everything else that speaks their protocol. */
export class S3Bucket implements Bucket {
  private readonly client: S3Client;

  constructor(private readonly config: Extract<StorageConfig, { kind: 's3' }>) {
    this.client = new S3Client({
      region: config.region,
      forcePathStyle: config.pathStyle,
      ...(config.endpoint !== null && { endpoint: config.endpoint }),
      ...(config.credentials && { credentials: config.credentials }),
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
      // The trailing checksums that the SDK adds by itself are refused by much that calls itself S3.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async upload(key: string, filePath: string, contentType: string, { sizeBytes, sha256 }: FileDigest): Promise<void> {
    const about = { ...this.place(key), ContentType: contentType, Metadata: { [HASH]: sha256 } };
    const Body = createReadStream(filePath, { highWaterMark: 1 << 20 });
    try {
      if (sizeBytes <= ONE_REQUEST_BYTES) {
        const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
        await this.client.send(new PutObjectCommand({ ...about, Body, ContentLength: sizeBytes, ChecksumSHA256 }));
      } else {
        await new Upload({ client: this.client, params: { ...about, Body }, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
      }
    } catch (error) {
      throw failed(error, `cannot store ${key}`);
    } finally {
      Body.destroy();
    }
  }

  async head(key: string): Promise<BucketHead | null> {
    try {
      const found = await this.client.send(new HeadObjectCommand(this.place(key)));
      return {
        sizeBytes: found.ContentLength ?? 0,
        modifiedAt: found.LastModified ?? new Date(0),
        revision: `${(found.ETag ?? '').replace(/[^A-Za-z0-9-]/g, '')}-${(found.LastModified?.getTime() ?? 0).toString(36)}`,
        sha256: found.Metadata?.[HASH] ?? null,
      };
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error, `cannot look at ${key}`);
    }
  }

  async read(key: string, range: ByteRange | null, signal: AbortSignal): Promise<Readable> {
    const command = new GetObjectCommand({ ...this.place(key), ...(range && { Range: `bytes=${range.start}-${range.end}` }) });
    try {
      const { Body } = await this.client.send(command, { abortSignal: signal });
      if (!Body) throw new Error('an answer without a body');
      return Body as Readable;
    } catch (error) {
      if (isMissing(error)) throw new StorageError('object_missing', `there is no object ${key}`, false, { cause: error });
      throw failed(error, `cannot read ${key}`);
    }
  }

  async removeBelow(prefix: string): Promise<void> {
    try {
      await this.removeKeys([this.place(prefix).Key]);
      let more: string | undefined;
      do {
        const page = await this.client.send(
          new ListObjectsV2Command({ Bucket: this.config.bucket, Prefix: `${this.place(prefix).Key}/`, ContinuationToken: more }),
        );
        await this.removeKeys((page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        more = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (more !== undefined);
    } catch (error) {
      throw failed(error, `cannot delete ${prefix}`);
    }
  }

  async probe(isWriting: boolean): Promise<void> {
    const { bucket: Bucket, prefix: Prefix } = this.config;
    try {
      if (isWriting) {
        const place = this.place(PROBE);
        await this.client.send(new PutObjectCommand({ ...place, Body: '', ChecksumSHA256: SHA256_OF_NOTHING }));
        await this.removeKeys([place.Key]);
      }
      await this.client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1 }));
    } catch (error) {
      throw failed(error, 'the bucket');
    }
  }

  async *list(): AsyncGenerator<ListedObject> {
    const { bucket: Bucket, prefix } = this.config;
    let more: string | undefined;
    do {
      const page = await this.client
        .send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken: more }))
        .catch((error: unknown) => Promise.reject(failed(error, 'cannot list the objects')));
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key !== undefined && LastModified) yield { key: Key.slice(prefix.length), sizeBytes: Size ?? 0, modifiedAt: LastModified };
      }
      more = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (more !== undefined);
  }

  /** At most 1000, as a page of a list has. */
  private async removeKeys(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await this.client.send(new DeleteObjectsCommand({ Bucket: this.config.bucket, Delete }));
    const [first] = Errors.filter(({ Code }) => Code !== 'NoSuchKey');
    if (first) throw new StorageError('storage_failed', `${Errors.length} objects were not deleted: ${first.Code ?? 'no reason'}`, true);
  }

  private place(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.config.bucket, Key: this.config.prefix + key };
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  (error.name === 'NoSuchKey' || (error.name === 'NotFound' && error.$metadata.httpStatusCode === 404));

/** Everything may work later: keys are put right, buckets made, quotas raised. The server's own words stay in the cause. */
function failed(error: unknown, what: string): StorageError {
  if (error instanceof S3ServiceException) {
    const isFull = error.$metadata.httpStatusCode === 507 || error.name === 'XMinioStorageFull' || error.name === 'QuotaExceeded';
    return new StorageError(isFull ? 'no_space' : 'storage_failed', `${what}: S3 says ${error.name}`, true, { cause: error });
  }
  // A local file that is gone is the caller's; a socket is not.
  if (systemCodeOf(error) === 'ENOENT') return asStorageError(error, what);
  if (error instanceof StorageError) return error;
  return new StorageError('storage_failed', `${what}: ${systemCodeOf(error) || 'S3 cannot be reached'}`, true, { cause: error });
}
