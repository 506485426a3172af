import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { FormData } from 'undici';
import { type ProviderAccess } from '../../contracts/provider-calls.js';
import { objectOf, textOf } from '#platform';
import { pictureTypeOf } from '../http/data-uri.js';
import { inDoubt } from '../http/paid-answer.js';
import { type ProviderHttp } from '../http/provider-http.js';
import { ProviderError } from '../../contracts/errors.js';
import { dataOf, isUnclear } from './kie.answer.js';

/** Pictures are sent to another host than tasks, with the same key. */
const UPLOAD_HOST = 'https://kieai.redpandaai.co';
const OWN_HOST = 'https://api.kie.ai';
const UPLOAD_TIMEOUT_MS = 120_000;

/** KIE.ai as it is spoken to: an envelope around everything. */
export class KieClient {
  /** @param uploadBaseUrl null: KIE's own, or beside the tasks where those go somewhere else. */
  constructor(
    private readonly http: ProviderHttp,
    private readonly uploadBaseUrl: string | null,
  ) {}

  /** @returns what the envelope holds @throws ProviderError by its code */
  async post(access: ProviderAccess, path: string, json: unknown, isPaid: boolean): Promise<unknown> {
    const { status, json: answer } = await this.http.sendForJson({ ...this.request(access, path), method: 'POST', json, isPaid });
    if (isPaid && isUnclear(status, answer)) throw inDoubt('KIE.ai', `${path} was answered without a verdict`);
    return dataOf(status, answer);
  }

  async get(access: ProviderAccess, path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const search = new URLSearchParams(query).toString();
    const target = search === '' ? path : `${path}?${search}`;
    const { status, json: answer } = await this.http.sendForJson({ ...this.request(access, target), method: 'GET', isPaid: false });
    return dataOf(status, answer);
  }

  /** Makes a local picture readable for KIE, for a day. @returns its address */
  async upload(access: ProviderAccess, filePath: string): Promise<string> {
    const form = new FormData();
    const type = await pictureTypeOf(filePath);
    form.set('uploadPath', 'kadr');
    // A name that was there before would be served from a cache for a while.
    const name = `${randomUUID()}.${type.slice('image/'.length)}`;
    form.set('fileName', name);
    form.set('file', await openAsBlob(filePath, { type }), name);
    const base = this.uploadBaseUrl ?? (access.baseUrl === OWN_HOST ? UPLOAD_HOST : access.baseUrl);
    const { status, json: answer } = await this.http.sendForJson({
      method: 'POST',
      url: `${base}/api/file-stream-upload`,
      headers: { authorization: `Bearer ${access.apiKey}` },
      form,
      isPaid: false,
      signal: access.signal,
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
    const url = textOf(objectOf(dataOf(status, answer))['downloadUrl']);
    if (url === null) throw new ProviderError('provider_answer_unreadable', 'KIE.ai took a picture and did not say where it is', true);
    return url;
  }

  /** Credits left; they come with decimals. */
  async balance(access: ProviderAccess): Promise<number> {
    return Number(await this.get(access, '/api/v1/chat/credit'));
  }

  /** A fresh link to a result of KIE's own, good for twenty minutes. */
  async freshLink(access: ProviderAccess, url: string): Promise<string> {
    const link = textOf(await this.post(access, '/api/v1/common/download-url', { url }, false));
    if (link === null) throw new ProviderError('result_lost', 'KIE.ai gives no fresh link to the result', false);
    return link;
  }

  private request({ apiKey, baseUrl, signal, mustBeHeld }: ProviderAccess, target: string) {
    return { url: `${baseUrl}${target}`, headers: { authorization: `Bearer ${apiKey}` }, signal, mustBeHeld };
  }
}
