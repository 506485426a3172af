/** `kadr mcp`: tools for agents on this machine, over stdin and stdout. */
import { type Command } from 'commander';
import { type Io } from '../io.js';
import { version } from '../version.js';
import { act } from './act.js';

export function addMcp(program: Command, io: Io): void {
  program
    .command('mcp')
    .description('serve tools for agents on stdin and stdout (Model Context Protocol)')
    .action(
      act(io, async ({ session }) => {
        // A file of its own: whoever only orders films need not load it.
        const { createKadrServer, serveStdio } = await import('../mcp/serve.js');
        const { kadr } = session;
        let caller: Promise<string> | null = null;
        const whoCalls = async (): Promise<string> => {
          const me = await kadr.me.get();
          return 'key' in me ? me.key.id : me.member.id;
        };
        const options = { kadr, version, caller: () => (caller ??= whoCalls()) };
        const ended = new Promise<void>((resolve) => {
          io.stdin.once('end', resolve);
          io.stdin.once('close', resolve);
          io.signal.addEventListener('abort', () => resolve());
        });
        // Whatever goes wrong is said on stderr: stdout belongs to the protocol.
        const handle = serveStdio(() => createKadrServer(options), { onerror: (error) => session.print.note(error.message) });
        await ended;
        await handle.close();
      }),
    );
}
