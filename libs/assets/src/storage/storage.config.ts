import path from 'node:path';
import { fileURLToPath } from 'node:url';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where objects are kept. */
export type StorageConfig =
  | { readonly kind: 'file'; /** Absolute. */ readonly root: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Begins every key; empty or ending with `/`. */
      readonly prefix: string;
      /** Null: AWS itself. */
      readonly endpoint: string | null;
      readonly region: string;
      /** The bucket in the path instead of the host name, as MinIO and most others want it. */
      readonly pathStyle: boolean;
      /** Null: the SDK's own chain (roles of pods and machines). */
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | null;
    }
  | {
      readonly kind: 'supabase';
      /** `https://<host>/storage/v1` */
      readonly url: string;
      readonly bucket: string;
      readonly prefix: string;
      readonly key: string;
    };

const ACCEPTED =
  'file:///folder, s3://bucket/prefix?endpoint=https://host&region=eu-1&pathStyle=true or supabase://project-host/bucket/prefix?endpoint=https://host/storage/v1';
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$/;
/** Parts as in our keys. */
const PREFIX = /^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/;

/** Reads `KADR_STORAGE_URL` and what belongs to it; faults are added to the list. */
export function storageConfig(env: Environment, dataDir: string, faults: string[]): StorageConfig {
  const text = env['KADR_STORAGE_URL'] ?? '';
  const fallback = { kind: 'file', root: path.join(dataDir, 'objects') } as const;
  if (text === '') return fallback;
  if (text.startsWith('file:///')) return { kind: 'file', root: fileURLToPath(text) };
  // Relative to the working folder.
  if (/^file:[^/]/.test(text)) return { kind: 'file', root: path.resolve(text.slice('file:'.length)) };
  const url = URL.canParse(text) ? new URL(text) : null;
  const found = url?.protocol === 's3:' ? s3Of(url, env) : url?.protocol === 'supabase:' ? supabaseOf(url, env, faults) : null;
  // The address is not repeated: somebody may have put a key into it.
  if (found === null) faults.push(`KADR_STORAGE_URL cannot be used: it must be ${ACCEPTED}`);
  return found ?? fallback;
}

function s3Of(url: URL, env: Environment): StorageConfig | null {
  const bucket = url.hostname;
  const prefix = prefixOf(url.pathname.slice(1));
  const { endpoint = null, region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1', pathStyle, ...unknown } = queryOf(url);
  const isFit = BUCKET.test(bucket) && prefix !== null && isWeb(endpoint) && Object.keys(unknown).length === 0 && hasNoUser(url);
  if (!isFit || ![undefined, 'true', 'false'].includes(pathStyle)) return null;
  const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
  ].map((name) => env[name] ?? '');
  const credentials = accessKeyId === '' ? null : { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
  return { kind: 's3', bucket, prefix, endpoint, region, pathStyle: pathStyle === 'true', credentials };
}

function supabaseOf(url: URL, env: Environment, faults: string[]): StorageConfig | null {
  const [bucket = '', ...folders] = url.pathname.slice(1).split('/');
  const prefix = prefixOf(folders.join('/'));
  const { endpoint = `https://${url.host}/storage/v1`, ...unknown } = queryOf(url);
  const isFit = url.host !== '' && BUCKET.test(bucket) && prefix !== null && isWeb(endpoint) && Object.keys(unknown).length === 0;
  if (!isFit || !hasNoUser(url)) return null;
  const key = env['KADR_STORAGE_KEY'] || env['SUPABASE_SERVICE_ROLE_KEY'] || '';
  if (key === '') faults.push('KADR_STORAGE_KEY is not set: it must be the secret key of the Supabase project in KADR_STORAGE_URL');
  return { kind: 'supabase', url: endpoint.replace(/\/+$/, ''), bucket, prefix, key };
}

function prefixOf(text: string): string | null {
  const prefix = text.replace(/\/*$/, '') === '' ? '' : `${text.replace(/\/*$/, '')}/`;
  return PREFIX.test(prefix) ? prefix : null;
}

const queryOf = (url: URL): Record<string, string | undefined> => Object.fromEntries(url.searchParams);

const hasNoUser = (url: URL): boolean => url.username === '' && url.password === '';

const isWeb = (text: string | null): boolean =>
  text === null || (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol) && hasNoUser(new URL(text)));
