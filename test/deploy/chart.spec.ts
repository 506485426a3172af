import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { renderedManifest, render } from '../../scripts/lib/rendering.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { CHART, EXAMPLES, exampleFile, needHelm, parsed, refusal, rendering } from './chart.js';

/** What every installation has to say. */
const SAID = { 'config.KADR_PUBLIC_URL': 'https://kadr.example.com', 'config.KADR_STORAGE_URL': 's3://films' };

let helm: string;
beforeAll(async () => {
  helm = await needHelm();
}, 120_000);

describe('the chart', () => {
  it.each(EXAMPLES)('is the same whenever it renders %s, and lint finds nothing', async (example) => {
    execFileSync(helm, ['lint', '--strict', CHART, '-f', exampleFile(example)], { stdio: 'pipe' });
    const text = await rendering(example);
    expect(render(helm, '-f', exampleFile(example))).toBe(text);
    const names = parsed(text).map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is what deploy/kubernetes/kadr.yaml was rendered from', () => {
    const kept = fs.readFileSync(path.join(repositoryRoot, 'deploy/kubernetes/kadr.yaml'), 'utf8');
    expect(renderedManifest(helm)).toBe(kept);
  });

  it('renders nothing that has to be looked up or is made by chance', () => {
    for (const file of fs.globSync('templates/**/*', { cwd: CHART })) {
      if (!/\.(ya?ml|tpl|txt)$/.test(file)) continue;
      expect([
        file,
        /\b(lookup|randAlpha\w*|randNumeric|randBytes|genCA|gen\w+Cert|genPrivateKey|uuidv4|now|htpasswd)\b(?=[ (])/.exec(
          fs.readFileSync(path.join(CHART, file), 'utf8').replace(/\{\{\/\*[\s\S]*?\*\/\}\}|"[^"]*"|#.*/g, ''),
        )?.[0],
      ]).toEqual([file, undefined]);
    }
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no address of the API', { 'config.KADR_PUBLIC_URL': '' }, 'config.KADR_PUBLIC_URL is not set'],
    ['no Secret', { 'secret.name': '' }, 'secret.name is not set'],
    ['storage that pods cannot share', { 'config.KADR_STORAGE_URL': 'file:///films' }, 'pods share nothing else'],
    ['no storage', { 'config.KADR_STORAGE_URL': '' }, 'pods share nothing else'],
    [
      'files of one of two pods',
      { 'config.KADR_STORAGE_URL': '', allInOne: true, throwAway: true, 'roles.all.replicas': 2 },
      'pods share nothing else',
    ],
    ['more connections than Postgres has', { 'roles.worker.replicas': 20 }, 'postgres.maxConnections is 200'],
    [
      'more connections than Postgres has once scaled',
      { 'hpa.api': { minReplicas: 2, maxReplicas: 12, cpuPercent: 70 } },
      'postgres.maxConnections is 200',
    ],
    ['a heavy queue without a number', { 'roles.renderer.concurrency': null }, 'roles.renderer.concurrency.'],
    ['a heavy queue without a number', { 'roles.worker.concurrency.video': null }, 'roles.worker.concurrency.video is not set'],
    ['a cache that does not fit', { 'roles.renderer.cacheMB': 6000 }, 'roles.renderer.dataMi is 10240: cacheMB × 1.5 + workMB needs 13000'],
    ['work that does not fit', { 'roles.api.workMB': 549 }, 'roles.api.dataMi is 2048'],
    ['a grace that is too short for what is paid for', { 'roles.worker.graceSeconds': 139 }, 'it must be at least 140'],
    ['a grace that is too short for the drain', { 'roles.renderer.drainSeconds': 21 }, 'it must be at least 41'],
    ['a grace that is too short for the delay', { 'roles.api.delaySeconds': 11 }, 'it must be at least 41'],
    [
      'two that scale one role',
      { 'keda.enabled': true, 'hpa.worker': { minReplicas: 1, maxReplicas: 2, cpuPercent: 70 } },
      'only one of them may scale a role',
    ],
    ['scaling what is not there', { 'hpa.all': { minReplicas: 1, maxReplicas: 2, cpuPercent: 70 } }, 'there is no such Deployment'],
    ['KEDA for one pod', { allInOne: true, 'keda.enabled': true }, 'keda.enabled with allInOne'],
    ['a secret among the settings', { 'config.KADR_SECRETS_KEY': 'x' }, 'config.KADR_SECRETS_KEY is a secret'],
    ['a key of a provider among the settings', { 'config.KADR_PROVIDERS_NEW_API_KEY': 'x' }, 'is a secret'],
    ['what the chart says itself', { 'config.KADR_MANAGEMENT_PORT': '1' }, 'config.KADR_MANAGEMENT_PORT is said by the chart'],
    ['a queue’s places beside the role', { 'config.KADR_CONCURRENCY_VIDEO': '9' }, 'config.KADR_CONCURRENCY_VIDEO is said by the chart'],
    ['an ingress to nowhere', { 'ingress.enabled': true }, 'ingress.enabled needs ingress.host'],
    ['a route of no gateway', { 'httpRoute.enabled': true }, 'httpRoute.enabled needs httpRoute.parentRefs'],
    ['a volume for many pods', { allInOneClaim: 'films' }, 'allInOneClaim needs allInOne'],
    ['an unknown value', { replicas: 3 }, "additional properties 'replicas' not allowed"],
    ['an unknown value of a role', { 'roles.worker.drainSecond': 3 }, "additional properties 'drainSecond' not allowed"],
    ['an unknown queue', { 'roles.worker.concurrency.videos': 3 }, "additional properties 'videos' not allowed"],
    ['a variable that is none', { 'config.kadr_public_url': 'x' }, 'kadr_public_url'],
    ['a tag for a digest', { 'image.digest': 'v1' }, '/image/digest'],
  ])('refuses %s (%j) and says what to do', async (_, values, fault) => {
    expect(await refusal({ ...SAID, ...values })).toContain(fault);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'the shortest grace',
      {
        'roles.worker.graceSeconds': 140,
        'roles.renderer.graceSeconds': 40,
        'roles.api.graceSeconds': 38,
        'roles.scheduler.graceSeconds': 20,
      },
    ],
    ['the largest cache', { 'roles.api.workMB': 548 }],
    [
      'as many connections as there are',
      { 'roles.worker.replicas': 8, 'roles.renderer.replicas': 3, 'roles.api.replicas': 2, 'roles.scheduler.replicas': 2 },
    ],
    ['one pod with a volume', { allInOne: true, allInOneClaim: 'films', 'config.KADR_STORAGE_URL': '' }],
    ['a name of its own', { fullnameOverride: 'films', 'serviceAccount.create': false }],
  ])('takes %s (%j)', async (_, values) => expect(await refusal({ ...SAID, ...values })).toBeNull());
});
