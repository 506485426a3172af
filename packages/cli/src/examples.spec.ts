/** What the pages show of the command line is what it takes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HostileServer, problem } from '../../sdk/src/testing/hostile-server.js';
import { shortWaits } from '../../sdk/src/testing/short-waits.js';
import { Terminal } from './testing/terminal.js';

const ID = '0197a1f0-0000-7000-8000-000000000000';
const PAGES = ['docs/cli.md', 'docs/batches.md', 'docs/series.md', 'docs/export.md', 'packages/cli/README.md'];
const root = path.resolve(import.meta.dirname, '../../..');
/** As commander begins what it says of wrong words. */
const USED_WRONGLY = /^error: /m;

/** Commands in blocks of shell, and those with an id within a sentence. */
function shownOn(page: string): string[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const blocks = [...text.matchAll(/```(?:sh|bash)\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.matchAll(/`(kadr [^`\n]*\bID\b[^`\n…]*)`/g)].map(([, command = '']) => command);
  return [...blocks, ...inline].filter((line) => line.startsWith('kadr '));
}

/** Words of a command as a shell parts them, without what follows it. */
function wordsOf(command: string): string[] {
  const words = command.replace(/ (?:#|\||>) .*$/, '').match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.slice(1).map((word) =>
    word
      .replaceAll(/["']/g, '')
      .replace(/^\$?ID$/, ID)
      .replace(/^http:.*/, ''),
  );
}

describe('the command line', () => {
  let server: HostileServer;
  let terminal: Terminal;
  shortWaits();
  beforeAll(async () => {
    server = await HostileServer.start();
    terminal = new Terminal(server.url);
    const files = {
      'narration.txt': 'A whale sings.',
      'order.json': '{"prompt":"A whale sings"}',
      'bible.txt': 'Told by Ada.',
      'topics.txt': 'whales\nowls\n',
      'videos.csv': 'prompt\nA whale sings\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(terminal.home, name), text);
  });
  afterAll(async () => {
    terminal.dispose();
    await server.stop();
  });
  const run = (words: readonly string[]) => {
    server.replies(problem(404, 'not_found'));
    return terminal.kadr(
      words.map((word) => (word === '' ? server.url : word)),
      { stdin: 'kadr_typed\n' },
    );
  };

  it.each(PAGES.map((page) => [page, [...new Set(shownOn(page))]] as const))('takes every command of %s', async (_, commands) => {
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const seen = await run(wordsOf(command));
      expect([command, seen.code === 0 || !USED_WRONGLY.test(seen.stderr), seen.stderr]).toEqual([command, true, seen.stderr]);
      // What concerns files here alone, or is kept here, asks nobody.
      if (!/^kadr (?:verify \S+\/|profiles|logout)/.test(command)) expect([command, server.asked.length > 0]).toEqual([command, true]);
    }
  });

  it('takes no others', async () => {
    for (const command of ['kadr films', 'kadr watch ID --loudly', 'kadr regenerate ID', 'kadr schedules create'])
      expect([command, USED_WRONGLY.test((await run(wordsOf(command))).stderr)]).toEqual([command, true]);
  });
});
