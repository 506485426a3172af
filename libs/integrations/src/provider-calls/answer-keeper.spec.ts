import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '#platform';
import { type Answer, AnswerJournal } from './answer-journal.js';
import { AnswerKeeper } from './answer-keeper.js';
import { type AttemptTable } from './attempt-table.js';

const answer: Answer = { kind: 'succeeded', attemptId: '0190a0a0-0000-7000-8000-000000000001', value: { text: 'bought' }, costMicros: 7 };
const lost = (): Error => new Error('Connection terminated unexpectedly');

let folder: string;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'kadr-answers-')), 'answers');
});
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

/** A keeper whose database fails so many times first. */
function keeping(failures: number, error: () => unknown = lost) {
  const recorded: Answer[] = [];
  const woken: string[] = [];
  let tries = 0;
  const table = {
    answered: (given: Answer) => {
      tries += 1;
      if (tries <= failures) return Promise.reject(error());
      recorded.push(given);
      return Promise.resolve({ taskId: 'a-task', isLate: false });
    },
  } as unknown as AttemptTable;
  const tasks = { wake: (_tx: unknown, [{ taskId }]: [{ taskId: string }]) => Promise.resolve(() => void woken.push(taskId)) };
  const keeper = new AnswerKeeper(table, new AnswerJournal(folder), {} as Database, tasks as never, 0);
  return { keeper, recorded, woken, tries: () => tries };
}
const living = (signal = new AbortController().signal) => ({ signal, stopping: new AbortController().signal });
const files = () => readdir(folder).catch(() => []);

describe('faults A10: the answer of a provider', () => {
  // At two tries a second: 10 s, 45 s and 5 min without Postgres.
  it.each([20, 90, 600])('is recorded after %d tries, and those who may wait for it are told', async (failures) => {
    const { keeper, recorded, woken } = keeping(failures);
    const recording = keeper.record(answer, living());
    expect(keeper.holds(answer.attemptId)).toBe(true);
    await recording;
    expect([recorded, woken, keeper.holds(answer.attemptId)]).toEqual([[answer], ['a-task'], false]);
    expect(await files()).toEqual([]);
  });

  it('is not given up because its task is lost or cancelled', async () => {
    const { keeper, recorded } = keeping(50);
    await keeper.record(answer, living(AbortSignal.abort()));
    expect(recorded).toEqual([answer]);
  });

  it('lies on the disk from the first failure on, for its owner only', async () => {
    const { keeper, recorded } = keeping(Infinity);
    const stopping = new AbortController();
    const recording = keeper.record(answer, { signal: new AbortController().signal, stopping: stopping.signal });
    while ((await files()).filter((name) => name.endsWith('.json')).length === 0) await new Promise(setImmediate);
    const [name = ''] = await files();
    const file = path.join(folder, name);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(answer);
    expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    stopping.abort();
    await expect(recording).rejects.toThrow('Connection terminated');
    const next = keeping(0);
    await next.keeper.recover();
    expect([recorded, next.recorded, next.woken, await files()]).toEqual([[], [answer], ['a-task'], []]);
    await next.keeper.recover();
    expect(next.recorded).toEqual([answer]);
  });

  it('that is still being recorded here is left to who records it, and is recorded once', async () => {
    const { keeper, recorded, woken, tries } = keeping(200);
    const recording = keeper.record(answer, living());
    while ((await files()).filter((name) => name.endsWith('.json')).length === 0) await new Promise(setImmediate);
    // The round of the journal: what lies in it is in somebody's hands.
    const before = tries();
    const another = keeping(0);
    await keeper.recover();
    expect([recorded, await files()]).toEqual([[], [expect.stringMatching(/\.json$/)]]);
    await recording;
    expect([recorded, woken, await files(), tries() > before]).toEqual([[answer], ['a-task'], [], true]);
    await another.keeper.recover();
    expect(another.recorded).toEqual([]);
  });

  it('that the database will never take is not repeated for ever, and stays on the disk', async () => {
    const never = () => Object.assign(new Error('unsupported Unicode escape sequence'), { code: '22P05' });
    const { keeper, tries } = keeping(Infinity, never);
    await expect(keeper.record(answer, living())).rejects.toThrow('Unicode');
    await keeper.recover();
    expect(tries()).toBe(2);
    expect(await files()).toHaveLength(1);
  });

  it('of which only a part was written is passed over', async () => {
    const { keeper, recorded } = keeping(0);
    await new AnswerJournal(folder).write(answer);
    await writeFile(path.join(folder, 'half.json'), '{"kind":"succ');
    await keeper.recover();
    expect(recorded).toEqual([answer]);
    expect(await files()).toEqual(['half.json']);
  });
});
