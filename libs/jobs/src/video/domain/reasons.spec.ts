import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { KNOWN_REASONS, reasonIn } from './reasons.js';

const root = path.resolve(import.meta.dirname, '../../../../..');

/** Codes that work outside ends with, wherever they are thrown. */
const thrown = [
  ...new Set(
    fs
      .globSync('libs/{steps,assets,jobs/src/video,integrations/src/providers,integrations/src/provider-calls}/**/*.ts', { cwd: root })
      .filter((file) => !/\.spec\.ts$|\/testing\//.test(file))
      .flatMap((file) => [
        ...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/new (?:Provider|Storage|UserMedia)Error\(\s*'(\w+)'/g),
      ])
      .map(([, code = '']) => code),
  ),
];
/** Faults of our own that nobody who has ordered can do anything about. */
const INTERNAL = ['invalid_key'];

describe('the reason of a failed job', () => {
  it('is what was recorded and what helps, in English', () => {
    const empty = { code: 'no_credit', message: 'No credit left.', retryable: true };
    expect(reasonIn('en-GB', empty)).toBe('No credit left. Top up the account at the provider and try again.');
    expect(reasonIn('de', { code: 'stalled', message: 'Nothing moves' })).toBe('Nothing moves. Try again.');
    // What says so itself says it once.
    expect(reasonIn('en', { code: 'stalled', message: 'Nothing moves. Try again.' })).toBe('Nothing moves. Try again.');
    expect(['new_code', 'newer_code'].map((code) => reasonIn('en', { code, message: 'x.', retryable: code === 'new_code' }))).toEqual([
      'x. Try again.',
      'x. Trying again would end in the same way: change the order.',
    ]);
  });

  it('has both languages for every code', () => {
    expect(KNOWN_REASONS.filter(([, en, ru]) => !en || !ru)).toEqual([]);
    for (const [code, en = ''] of KNOWN_REASONS)
      expect([code, reasonIn('en', { code, message: 'It failed.' })]).toEqual([code, `It failed. ${en}`]);
    for (const [code] of KNOWN_REASONS)
      expect([code, reasonIn('ru', { code, message: 'It failed.' })]).toEqual([code, expect.stringMatching(/^(?:Kadr|[^a-z])+\.$/)]);
  });

  it('is Russian in a Russian job: where, why, and what to do', () => {
    const failure = { code: 'content_refused', message: 'The provider refused it.', segment: 2 };
    expect(reasonIn('ru', failure)).toBe('Сцена 3. Провайдер не принял содержание запроса. Измените текст сцены или описание и повторите.');
    expect(reasonIn('ru-RU', { ...failure, segment: null })).not.toMatch(/[a-z]/i);
  });

  it('says whether trying again may help where a code has no words yet', () => {
    expect(reasonIn('ru', { code: 'new_code', message: 'x', retryable: true })).toBe('Произошла ошибка (new_code). Повторите.');
    expect(reasonIn('ru', { code: 'new_code', message: 'x' })).toContain('измените заказ');
  });

  it('has words for every code that work outside ends with', () => {
    expect(thrown.length).toBeGreaterThan(10);
    const known = new Set([...KNOWN_REASONS.map(([code]) => code), ...INTERNAL]);
    const without = thrown.filter((code) => !known.has(code));
    expect({ 'codes without words in reasons.ts': without }).toEqual({ 'codes without words in reasons.ts': [] });
  });
});
