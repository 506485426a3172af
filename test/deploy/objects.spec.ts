import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { stopConfig } from '../../apps/api/src/stop.config.js';
import { queuesOf } from '../../libs/tasks/src/task-runtime.js';
import { render } from '../../scripts/lib/rendering.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';
import { EXAMPLES, type KubeObject, needHelm, parsed, podOf, rendering } from './chart.js';
import { policyFaults } from './policy.js';
import { typeFaults } from './strict-types.js';

let objects: readonly (readonly [string, readonly KubeObject[]])[];
let all: readonly KubeObject[];
beforeAll(async () => {
  objects = await Promise.all(EXAMPLES.map(async (example) => [example, parsed(await rendering(example))] as const));
  all = objects.flatMap(([, some]) => some);
}, 120_000);

const settingsOf = (object: KubeObject): Record<string, string> =>
  Object.fromEntries(
    (podOf(object)?.spec.containers[0]?.env ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
const deployments = (): readonly KubeObject[] =>
  all.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.labels?.['app.kubernetes.io/component']);

/** Every variable that Kadr reads: names in the settings of all libs, and those that begin a family. */
const known = [
  ...fs
    .globSync(['{libs,apps/api}/**/src/**/*.config.ts', 'scripts/**/*.mjs'], { cwd: repositoryRoot })
    .filter((file) => !file.includes('node_modules'))
    .flatMap((file) =>
      [...fs.readFileSync(path.join(repositoryRoot, file), 'utf8').matchAll(/(?:['"]|env\.)([A-Z][A-Z0-9_]{3,})\b/g)].map(
        ([, name = '']) => name,
      ),
    ),
];
const FAMILIES = /^KADR_CONCURRENCY_[A-Z]+$|^KADR_PROVIDERS_[A-Z]+_(API_KEY|BASE_URL|RATE|CONCURRENCY)$|^OTEL_[A-Z_]+$/;
const isKnown = (name: string): boolean => known.includes(name) || FAMILIES.test(name);

describe('what the chart renders', () => {
  it('has the types of Kubernetes, KEDA, the Gateway API and the Prometheus operator, to the letter', () => {
    expect(typeFaults(all)).toEqual([]);
    const [deployment] = deployments();
    const wrong = [
      { ...deployment, spec: { ...deployment?.spec, replica: 2 } },
      { ...deployment, spec: { ...deployment?.spec, replicas: '2' } },
      { ...deployment, metadata: { ...deployment?.metadata, lables: {} } },
    ] as unknown as KubeObject[];
    expect(typeFaults(wrong).map((fault) => /replica"|lables|Type 'string' is not assignable/.exec(fault)?.[0])).toEqual([
      'replica"',
      "Type 'string' is not assignable",
      'lables',
    ]);
  }, 60_000);

  it('keeps the rules of the house for pods', () => {
    for (const [example, some] of objects) expect([example, policyFaults(some)]).toEqual([example, []]);
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a root that can be written',
      (text) => text.replace('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'),
      'writes to its root',
    ],
    ['a pod as root', (text) => text.replaceAll('runAsNonRoot: true', 'runAsNonRoot: false'), 'may run as root'],
    ['an image of any day', (text) => text.replaceAll('kadr:0.1.0', 'kadr:latest'), 'has no exact image'],
    ['a token', (text) => text.replaceAll('automountServiceAccountToken: false', ''), 'carries a token'],
    [
      'more memory than asked for',
      (text) => text.replace(/limits:((?:\n +[\w-]+: \w+)*?)\n( +)memory: 512Mi/, 'limits:$1\n$2memory: 900Mi'),
      'limit of memory',
    ],
    ['no policy that denies', (text) => text.replaceAll('policyTypes: [Ingress, Egress]', 'policyTypes: [Egress]'), 'no deny-all'],
    ['a renderer that reaches out', (text) => text.replace('values: [worker]', 'values: [worker, renderer]'), 'reaches public addresses'],
    [
      'a renderer that pays',
      (text) =>
        text.replace('value: "renderer"', 'value: "renderer"\n            - name: KADR_PROVIDERS_KIE_API_KEY\n              value: x'),
      'knows secrets',
    ],
    ['no budget', (text) => text.replaceAll('kind: PodDisruptionBudget', 'kind: Other'), 'no budget'],
    ['an emptyDir without an end', (text) => text.replace(/emptyDir: .*512Mi.*/, 'emptyDir: {}'), 'without a limit'],
  ])('and those rules see %s', async (_, wrong, fault) => {
    const text = await rendering('small');
    expect(wrong(text)).not.toBe(text);
    expect(policyFaults(parsed(wrong(text))).join('; ')).toContain(fault);
  });

  it('says nothing that Kadr does not read', () => {
    const names = all
      .flatMap((object) => podOf(object)?.spec.containers.filter(({ name }) => ['kadr', 'migrate'].includes(name)) ?? [])
      .flatMap(({ env }) => env?.map(({ name }) => name) ?? []);
    expect(names.length).toBeGreaterThan(100);
    expect([...new Set(names)].filter((name) => !isKnown(name))).toEqual([]);
    const config = all
      .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kadr')
      .flatMap(({ data }) => Object.keys(data ?? {}));
    expect(config.filter((name) => !isKnown(name))).toEqual([]);
  });

  it('lets every documented setting be said', async () => {
    const documented = fs.readFileSync(path.join(repositoryRoot, 'README.md'), 'utf8').split('## Settings')[1]?.split('\n## ')[0] ?? '';
    const names = [...documented.matchAll(/`((?:KADR|OTEL|NATS|REDIS|DATABASE)_[A-Z0-9_]*[A-Z0-9])`/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(40);
    const [deployment] = deployments();
    const said = new Set((podOf(deployment as KubeObject)?.spec.containers[0]?.env ?? []).map(({ name }) => name));
    const byConfig = [...new Set(names)].filter((name) => !said.has(name) && name !== 'KADR_SANDBOX' && name !== 'KADR_PROGRAMS_DIR');
    const values = byConfig.flatMap((name) => ['--set-string', `config.${name}=${/URL$/.test(name) ? 's3://x' : '1'}`]);
    const [map] = parsed(render(await needHelm(), ...values)).filter(({ kind }) => kind === 'ConfigMap');
    expect(Object.keys(map?.data ?? {}).sort()).toEqual([...byConfig].sort());
  });

  it('gives every role what it has to do, and the time to stop', () => {
    for (const deployment of deployments()) {
      const env = settingsOf(deployment);
      const { spec } = podOf(deployment) ?? {};
      const roles = env['KADR_ROLES']?.split(',') ?? [];
      expect(['api', 'worker', 'renderer', 'scheduler']).toEqual(expect.arrayContaining(roles));
      // Refuses what does not fit into KADR_STOP_GRACE_SECONDS.
      const { withinMs } = stopConfig({ ...env, DATABASE_URL: 'postgres://x' });
      expect(withinMs).toBeLessThanOrEqual((spec?.terminationGracePeriodSeconds ?? 0) * 1000);
      expect(Number(env['KADR_STOP_GRACE_SECONDS'])).toBe(spec?.terminationGracePeriodSeconds);
      const served = queuesOf(new Set(roles)).map((queue) => `KADR_CONCURRENCY_${queue.toUpperCase()}`);
      for (const name of Object.keys(env).filter((key) => key.startsWith('KADR_CONCURRENCY_'))) expect(served).toContain(name);
    }
  });

  it('scales by the queues that a role serves', () => {
    const scalers = all.filter(({ kind }) => kind === 'ScaledObject');
    expect(scalers).toHaveLength(2);
    for (const scaler of scalers) {
      const [{ metadata }] = (scaler.spec as { triggers: [{ metadata: { query: string } }] }).triggers;
      const role = /role = '(\w+)'/.exec(metadata.query)?.[1] ?? '';
      const queues = [...metadata.query.matchAll(/WHEN '(\w+)'/g)].map(([, queue]) => queue);
      expect(queuesOf(new Set([role]))).toEqual(expect.arrayContaining(queues));
    }
  });

  it('migrates by a script that is there', () => {
    const jobs = all.filter(({ kind }) => kind === 'Job');
    expect(jobs.length).toBe(EXAMPLES.length - 1);
    for (const job of jobs) {
      const script = podOf(job)?.spec.containers[0]?.args?.at(-1) ?? '';
      expect(fs.existsSync(path.join(repositoryRoot, script.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
    }
  });

  it('tests itself by a script that runs', () => {
    const pods = all.filter(({ kind }) => kind === 'Pod');
    expect(pods).toHaveLength(EXAMPLES.length);
    const code = podOf(pods[0] as KubeObject)?.spec.containers[0]?.args?.at(-1) ?? '';
    const { diagnostics } = ts.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    expect(diagnostics).toEqual([]);
  });
});
