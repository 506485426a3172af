import { TaskFailure } from './tasks.js';

const LIMIT_BYTES = 30 * 1024 * 1024;
const WITHIN_MS = 30_000;

/** A picture that a request names by address, data URI or base64. @throws TaskFailure `input` when it cannot be had */
export async function inputFile(reference: string, userAgent = 'sandbox'): Promise<Buffer> {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(reference)?.[1];
  if (data !== undefined) return Buffer.from(data, 'base64');
  if (!/^https?:/.test(reference)) return Buffer.from(reference, 'base64');
  try {
    const answer = await fetch(reference, { headers: { 'user-agent': userAgent }, signal: AbortSignal.timeout(WITHIN_MS) });
    const content = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    if (content.length === 0 || content.length > LIMIT_BYTES) throw new Error(`it has ${content.length} bytes`);
    return content;
  } catch (error) {
    throw new TaskFailure('input', `The input file could not be fetched: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}
