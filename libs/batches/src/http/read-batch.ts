import { type Request } from 'express';
import { type FieldFault, type FileBody, fileBodyOf, isRefusal, RequestValidationPipe, validationFailed } from '#platform';
import { type BatchRequest } from '../application/batches.service.js';
import { csvRows } from '../application/reading/csv-rows.js';
import { jsonRows, ndjsonRows } from '../application/reading/ndjson-rows.js';
import { columnsIn } from '../domain/compose.js';
import { isJsonObject, type Json, measured } from '../domain/rows.js';
import { BatchSettings, DEFAULT_CONCURRENCY } from './batch.request.js';

const pipe = new RequestValidationPipe();

/** What is asked for, whatever it was sent as; its faults are in it, to be told with those of the rows. @throws Refusal validation_failed for a body that is no object */
export async function readBatch(request: Request): Promise<BatchRequest> {
  const file = fileBodyOf(request);
  if (file) return ofFile(file, request.query);
  const body = request.body as unknown;
  if (!isJsonObject(body)) throw validationFailed([{ path: '', message: 'must be a JSON object' }]);
  const { items, defaults, ...settings } = body;
  const common = defaultsOf(defaults);
  return { ...common, ...(await settingsOf(settings, common.faults)), given: jsonRows(items) };
}

async function ofFile({ mediaType, bytes }: FileBody, query: Request['query']): Promise<BatchRequest> {
  const { defaults, ...settings } = query;
  const common = defaultsOf(defaults === undefined ? undefined : parsed(defaults));
  const given = mediaType === 'text/csv' ? csvRows(bytes, columnsIn(common.defaults)) : ndjsonRows(bytes);
  return { ...common, ...(await settingsOf(settings, common.faults)), given };
}

function defaultsOf(value: unknown): { readonly defaults: Json; readonly faults: FieldFault[] } {
  if (value === undefined || value === null) return { defaults: {}, faults: [] };
  if (!isJsonObject(value)) return { defaults: {}, faults: [{ path: 'defaults', message: 'must be a JSON object' }] };
  // Of a query nobody has looked yet how deep it goes.
  const { fault } = measured(value);
  if (fault !== null) return { defaults: {}, faults: [{ path: 'defaults', message: fault }] };
  const faults = 'key' in value ? [{ path: 'defaults.key', message: 'every item has a key of its own' }] : [];
  return { defaults: value, faults };
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    return text;
  }
}

async function settingsOf(given: object, before: readonly FieldFault[]): Promise<Omit<BatchRequest, 'defaults' | 'given'>> {
  const { settings, faults } = await checked(given);
  const { name = null, concurrency = DEFAULT_CONCURRENCY, maxCostMicros = null, sample = 0, onFailure = 'continue' } = settings;
  return { name, concurrency, maxCostMicros, sample, onFailure, faults: [...before, ...faults] };
}

async function checked(given: object): Promise<{ readonly settings: Partial<BatchSettings>; readonly faults: readonly FieldFault[] }> {
  try {
    return { settings: (await pipe.transform(given, { type: 'body', metatype: BatchSettings })) as BatchSettings, faults: [] };
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'validation_failed') throw error;
    return { settings: {}, faults: error.errors ?? [] };
  }
}
