import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { reasonIn } from './reasons.js';

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
  it('is what was recorded, in English', () => {
    expect(reasonIn('en-GB', { code: 'no_credit', message: 'No credit left.', retryable: true })).toBe('No credit left.');
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
    const without = thrown.filter((code) => reasonIn('ru', { code, message: '' }).includes(`(${code})`) && !INTERNAL.includes(code));
    expect({ 'codes without words in reasons.ts': without }).toEqual({ 'codes without words in reasons.ts': [] });
  });
});
