import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { checkSettings, type WrongSettings } from '#platform';
import { SETTINGS } from './api.config.js';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

it('tells what is wrong in the settings of every lib at once', () => {
  const wrong = {
    ...{ KADR_ROLES: 'cook', KADR_CONCURRENCY_VIDEO: '0', KADR_STORAGE_URL: 'ftp://bucket', KADR_POLL_INTERVAL_MS: 'soon' },
    ...{ KADR_BATCH_DAYS: 'many', KADR_SCHEDULE_TICK_MS: 'soon', KADR_MCP: 'perhaps', KADR_PLANS_FILE: '/nowhere/plans.json' },
    ...{ KADR_CLIP_MODELS: 'no model', KADR_STALLED_AFTER_SECONDS: '0', KADR_TASK_LEASE_MS: '1', KADR_PUBLIC_URL: 'films.example' },
  };
  Object.assign(process.env, wrong);
  for (const name of Object.keys(wrong)) expect(() => checkSettings(SETTINGS)).toThrow(name);
});

it('says nothing twice, and names the setting of a file that cannot be used', () => {
  const file = path.join(fs.mkdtempSync('/tmp/kadr-plans-'), 'plans.json');
  fs.writeFileSync(file, '{ "free": ');
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://kadr@localhost/kadr',
    KADR_SECRETS_KEY: 'short',
    KADR_PLANS_FILE: file,
    KADR_PRICES_FILE: '/nowhere/prices.json',
  });
  const faults = ((): readonly string[] => {
    try {
      checkSettings(SETTINGS);
      return [];
    } catch (error) {
      return (error as WrongSettings).faults;
    } finally {
      fs.rmSync(path.dirname(file), { recursive: true });
    }
  })();
  expect([...faults].sort()).toEqual([
    `KADR_PLANS_FILE is "${file}": ${file} is no JSON`,
    'KADR_PRICES_FILE is "/nowhere/prices.json": the file cannot be read (ENOENT)',
    expect.stringMatching(/^KADR_SECRETS_KEY cannot be used: it must be 32 bytes/),
  ]);
});

/** Configurations that refuse nothing, or that the whole is not started by. */
const ELSEWHERE = new Set([
  'credentialsConfig',
  'installationConfig',
  'otelConfig',
  'releaseConfig',
  'providersConfig',
  'storageConfig',
  'stopConfig',
  'secretsConfig',
  'sandboxConfig',
]);

it('reads the settings of every lib', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const named = fs.globSync('{libs/*,apps/api}/src/**/*.config.ts', { cwd: root }).flatMap((file) => {
    const source = fs.readFileSync(path.join(root, file), 'utf8');
    return [...source.matchAll(/^export (?:const|function) (\w+Config)\b/gm)].map(([, name = '']) => name);
  });
  const read = SETTINGS.map(String).join(' ');
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !ELSEWHERE.has(name) && !read.includes(name))).toEqual([]);
});
