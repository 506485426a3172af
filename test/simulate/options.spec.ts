import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { optionsOf } from '../../scripts/lib/simulate/options.mjs';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/simulate.mjs');
const run = (...args: string[]): ReturnType<typeof spawnSync> => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });

describe('the options of a simulation', () => {
  it('have defaults that fit each other', () => {
    expect(optionsOf([])).toMatchObject({ tenants: [100], split: null, cores: 2, places: 2, resolution: '720p', seconds: 60, seed: 1 });
    expect(optionsOf(['--renderers', '20'])).toMatchObject({ split: { renderers: 20, workers: 20 } });
    expect(optionsOf(['--workers', '3', '--renderers', '5', '--cores', '4'])).toMatchObject({
      split: { renderers: 5, workers: 3 },
      places: 4,
    });
    expect(optionsOf(['--record'])).toMatchObject({ isRecord: true, films: 3, seconds: 30 });
  });

  it('name the films of each organisation', () => {
    expect(optionsOf(['--tenants', '5,1x3,2']).tenants).toEqual([5, 1, 1, 1, 2]);
  });

  it.each([
    [['--films', '0'], '--films is "0": it must be a whole number from 1 to 20000'],
    [['--cores', '1.5'], '--cores is "1.5"'],
    [['--resolution', '4k'], '--resolution is "4k": it must be one of 480p, 720p, 1080p'],
    [['--sources', 'mine'], '--sources is "mine": it must be one of local, providers'],
    [['--arrivals', 'never'], '--arrivals is "never": it must be one of burst, hour'],
    [['--tenants', '500,0x3'], '--tenants is "500,0x3"'],
    [['--tenants', '99999999x9'], '--tenants is "99999999x9"'],
    [['--tenants', '5,1', '--films', '3'], 'leave out --films'],
    [['--seconds', '5', '--segments', '9'], '--segments is 9: a film of 5 s has at most 5'],
    [['--quickly'], "Unknown option '--quickly'"],
    [['films'], "Unexpected argument 'films'"],
  ])('are refused: %j', (args, message) => {
    expect(() => optionsOf(args)).toThrow(message);
  });

  it('have all faults named at once', () => {
    expect(() => optionsOf(['--films', 'x', '--seed', '0', '--arrivals', 'y'])).toThrow(
      /--films[^]*--seed[^]*--arrivals|--films[^]*--arrivals[^]*--seed/,
    );
  });
});

describe('npm run simulate', () => {
  it('prints what an installation would do', () => {
    const { status, stdout } = run('--films', '20', '--renderers', '4', '--tenants', '18,1x2', '--json');
    expect([status, stdout]).toEqual([2, '']);
    const right = run('--renderers', '4', '--tenants', '18,1x2', '--json');
    expect(right.status).toBe(0);
    expect(JSON.parse(String(right.stdout))).toMatchObject({ films: 20, fairness: { organisations: 2 }, connections: { of: 200 } });
    expect(String(run('--renderers', '4', '--tenants', '18,1x2').stdout)).toMatch(
      /^20 films of 60 s, 720p[^]*worker: 4 × 2 cores[^]*a film: p50 [^]*conform +p50 [^]*films per hour and core[^]*2 small organisations[^]*connections to Postgres: 116 of 200[^]*events and \d+ MB a film$/m,
    );
  });

  it('says how it is used, and refuses with exit code 2', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--tenants LIST') });
    const refused = run('--films', '0', '--recording', 'x');
    expect([refused.status, String(refused.stderr)]).toEqual([2, expect.stringMatching(/^✗ --films is "0".*\n$/)]);
    expect(run('--recording', '/nowhere.json')).toMatchObject({ status: 2, stderr: expect.stringContaining('/nowhere.json') });
  });
});
