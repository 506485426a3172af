/** `status`: what the whole installation does, for those who run it. */
import { type Command } from 'commander';
import { type Io } from '../io.js';
import { type ShownStatus, statusLines } from '../output/status-lines.js';
import { act } from './act.js';

export function addStatus(program: Command, io: Io): void {
  program
    .command('status')
    .description('what the whole installation does: videos, queues, providers, processes, what has failed (scope operator)')
    .action(
      act(io, async ({ session: { kadr, print } }) => {
        const status = await kadr.request<ShownStatus>({ method: 'GET', path: '/status' });
        const instances = (status['instances'] ?? []) as readonly { readonly instance: string }[];
        print.document(
          status,
          instances.map(({ instance }) => instance),
          () => statusLines(status),
        );
      }),
    );
}
