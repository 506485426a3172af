/** `fetch` by XMLHttpRequest, the only sender in a browser that says how much has left. */
import { ConnectionError } from '../errors.js';
import { type TransferProgress } from './download.js';

/** The little of it that is used. */
interface Xhr {
  upload: { onprogress: ((event: { loaded: number; total: number; lengthComputable: boolean }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  withCredentials: boolean;
  readonly status: number;
  readonly responseText: string;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: FormData): void;
  abort(): void;
}
type XhrClass = new () => Xhr;

const xhrClass = (): XhrClass | undefined => (globalThis as { XMLHttpRequest?: XhrClass }).XMLHttpRequest;

export const canSendByXhr = (): boolean => xhrClass() !== undefined;

/** @throws ConnectionError; aborts with the signal of `init` */
export function sendByXhr(
  url: string,
  init: RequestInit,
  form: FormData,
  onProgress: (progress: TransferProgress) => void,
): Promise<Response> {
  const xhr = new (xhrClass() as XhrClass)();
  const { method = 'POST', headers, signal, credentials } = init;
  return new Promise((resolve, reject) => {
    xhr.open(method, url);
    xhr.withCredentials = credentials === 'include';
    new Headers(headers).forEach((value, name) => xhr.setRequestHeader(name, value));
    xhr.upload.onprogress = ({ loaded, total, lengthComputable }) =>
      onProgress({ bytes: loaded, totalBytes: lengthComputable ? total : null });
    xhr.onload = () => resolve(new Response(xhr.status === 204 ? null : xhr.responseText, { status: xhr.status, headers: headersOf(xhr) }));
    xhr.onerror = () => reject(new ConnectionError('No whole answer came'));
    xhr.onabort = () => reject(new ConnectionError('The upload was ended'));
    signal?.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(form);
  });
}

function headersOf(xhr: Xhr): Headers {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
