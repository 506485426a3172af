import { AsyncLocalStorage } from 'node:async_hooks';
import { type Response } from 'express';

/** Says with an answer that a newer release has recorded more than this one can read. */
export const BEHIND_HEADER = 'Kadr-Behind';

const answers = new AsyncLocalStorage<Response>();

/** What is called inside can say of the answer that it is behind. */
export const answering = (response: Response, work: () => void): void => answers.run(response, work);

/** Marks the answer under way with `Kadr-Behind: 1`; outside a request, and once the answer has begun, nothing happens. Twice is safe. */
export function noteBehind(): void {
  const response = answers.getStore();
  if (response && !response.headersSent) response.setHeader(BEHIND_HEADER, '1');
}
