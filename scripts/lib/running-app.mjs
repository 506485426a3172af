import fs from 'node:fs';
import path from 'node:path';
import { defaultDataDir } from '../services.mjs';
import { Refusal } from './console.mjs';
import { commandOf } from './place.mjs';

const runFolder = () => path.join(defaultDataDir(), 'run');

/** What `npm start` runs on this data folder; nothing: it does not run. */
export function runningProcesses() {
  try {
    return JSON.parse(fs.readFileSync(path.join(runFolder(), 'processes.json'), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return [];
  }
}

/** @param {string} command what to say where it is to, when it cannot be found */
export function addressOfApp(command) {
  const app = runningProcesses().find(({ role }) => role === 'app');
  if (!app)
    throw new Refusal(`Kadr does not run on ${defaultDataDir()}. Start it, or say where it is: ${commandOf(command, '--url http://…')}`);
  return `http://127.0.0.1:${app.port}`;
}

/** Given by whoever started Kadr, or kept by `npm start`. */
export function operatorKey() {
  if (process.env.KADR_BOOTSTRAP_API_KEY) return process.env.KADR_BOOTSTRAP_API_KEY;
  try {
    return fs.readFileSync(path.join(runFolder(), 'bootstrap-key'), 'utf8').trim();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Refusal('There is no key with the scope operator: set KADR_BOOTSTRAP_API_KEY to the one that Kadr was started with.');
  }
}

/** Asks a running app something with a key. @returns the answer's JSON */
export async function askApp(url, key, { method = 'GET', body, patienceMs }) {
  const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
  const options = { method, headers, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(patienceMs) };
  const response = await fetch(url, options).catch((error) => {
    throw new Refusal(`${url.origin} does not answer: ${error.cause?.message ?? error.message}`);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(`${url.origin} answers ${response.status}: ${answer.detail ?? response.statusText}`);
  return answer;
}
