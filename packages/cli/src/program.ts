/** All commands. */
import tab from '@bomb.sh/tab/commander';
import { Command, CommanderError, Option } from 'commander';
import { addAccount } from './commands/account.js';
import { addBatch } from './commands/batch.js';
import { addCatalogue } from './commands/catalogue.js';
import { addCreate } from './commands/create.js';
import { addDownload } from './commands/download.js';
import { addExport } from './commands/export.js';
import { addContacts, addKeys, addWorkflows } from './commands/keys.js';
import { addMcp } from './commands/mcp.js';
import { addSchedules } from './commands/schedules.js';
import { addSeries } from './commands/series.js';
import { addStatus } from './commands/status.js';
import { addUp } from './commands/up.js';
import { addVideos } from './commands/videos.js';
import { addWebhooks } from './commands/webhooks.js';
import { described, exitCodeOf, linesOf } from './faults.js';
import { type Io } from './io.js';
import { addListening } from './listen/listen.js';
import { jsonText } from './output/text.js';
import { version } from './version.js';

/** @returns the program, which throws CommanderError instead of ending the process */
export function programFor(io: Io): Command {
  const program = new Command('kadr')
    .description('Films from words: order them, watch them being made, decide, download.')
    .version(version, '--version')
    .option('--json', 'data as JSON: one document, or a line an event')
    .option('--quiet', 'ids alone')
    .option('--profile <name>', 'an address and key that are kept here')
    .option('--url <address>', 'where Kadr is; default: KADR_URL, or of the profile')
    .addOption(new Option('--organisation <id>', 'for members of several'))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .showSuggestionAfterError();
  addCreate(program, io);
  addVideos(program, io);
  addDownload(program, io);
  addExport(program, io);
  addBatch(program, io);
  addSeries(program, io);
  addCatalogue(program, io);
  addWorkflows(program, io);
  addSchedules(program, io);
  addListening(program, io);
  addWebhooks(program, io);
  addKeys(program, io);
  addContacts(program, io);
  addAccount(program, io);
  addStatus(program, io);
  addMcp(program, io);
  addUp(program, io);
  tab(program, { completionCommandName: 'completion' });
  return program;
}

/**
 * One call of `kadr`.
 * @param words without the program's own name
 * @returns the exit code; nothing is thrown
 */
export async function run(words: readonly string[], io: Io): Promise<number> {
  const program = programFor(io);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said it already.
    if (!(error instanceof CommanderError)) tell(error, io, isJson(words));
    return exitCodeOf(error);
  }
}

const isJson = (words: readonly string[]): boolean =>
  words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).includes('--json');

function tell(error: unknown, io: Io, asJson: boolean): void {
  const lines = asJson ? [jsonText({ error: described(error) })] : linesOf(error);
  io.stderr.write(`${lines.join('\n')}\n`);
}
