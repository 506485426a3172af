import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { stopConfig } from '../../apps/api/src/stop.config.js';
import { queuesOf } from '#tasks';
import { MEMORY_ENV, NODE_FLAGS } from '../../scripts/lib/app.mjs';
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

describe('docker-compose.yml', () => {
  interface Service {
    readonly environment?: Record<string, string>;
    readonly profiles?: readonly string[];
    readonly [other: string]: unknown;
  }
  const text = fs.readFileSync(path.join(repositoryRoot, 'docker-compose.yml'), 'utf8');
  const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
  const own = Object.entries(services).filter(([, { environment }]) => environment?.['KADR_ROLES'] !== undefined);
  const example = fs.readFileSync(path.join(repositoryRoot, '.env.example'), 'utf8');

  it('D16: says where it is reached by the port that was chosen, takes keys of providers, and demands the key of secrets', () => {
    for (const [, { environment, env_file }] of own) {
      expect(environment?.['KADR_PUBLIC_URL']).toBe('${KADR_PUBLIC_URL:-http://localhost:${PORT:-3000}}');
      expect(environment?.['KADR_SECRETS_KEY']).toMatch(/^\$\{KADR_SECRETS_KEY:\?/);
      expect(env_file).toEqual([{ path: '.env', required: false }]);
    }
    expect(services['app']?.['ports']).toEqual(['${PORT:-3000}:3000']);
  });

  it('runs each role once more in a process of its own with the profile split, as hardened as on Kubernetes', () => {
    expect(own.filter(([, { profiles }]) => profiles?.includes('split')).map(([name]) => name)).toEqual([
      'worker',
      'renderer',
      'scheduler',
    ]);
    for (const [name, service] of own) {
      const { read_only, cap_drop, security_opt, tmpfs, mem_limit, environment = {}, stop_grace_period } = service;
      expect([name, read_only, cap_drop, security_opt, tmpfs]).toEqual([name, true, ['ALL'], ['no-new-privileges:true'], ['/tmp']]);
      expect(mem_limit).toMatch(/^\d+[mg]$/);
      const roles = String(environment['KADR_ROLES']).replace(/^\$\{KADR_ROLES:-(.*)\}$/, '$1');
      const { withinMs } = stopConfig({ ...environment, KADR_ROLES: roles, KADR_PUBLIC_URL: '', DATABASE_URL: 'postgres://x' });
      expect(withinMs).toBeLessThanOrEqual(parseInt(String(stop_grace_period), 10) * 1000);
    }
  });

  it('mounts and builds what there is, and scrapes the port that it has metrics at', () => {
    const mounted = [...text.matchAll(/- (\.\/[^:]+):/g), ...text.matchAll(/dockerfile: ([^\s}]+)/g)].map(([, file = '']) => file);
    expect(mounted.length).toBeGreaterThan(4);
    for (const file of mounted) expect([file, fs.existsSync(path.join(repositoryRoot, file))]).toEqual([file, true]);
    const { scrape_configs } = parse(fs.readFileSync(path.join(repositoryRoot, 'deploy/observability/prometheus.yml'), 'utf8')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };
    const targets = scrape_configs.flatMap(({ static_configs }) => static_configs.flatMap(({ targets: some }) => some));
    expect(targets).toEqual(own.map(([name, { environment }]) => `${name}:${environment?.['KADR_MANAGEMENT_PORT'] ?? ''}`));
  });

  it('and .env.example say nothing that Kadr does not read, and every setting that is documented', () => {
    const said = own.flatMap(([, { environment = {} }]) => Object.keys(environment));
    const offered = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
    expect([...said, ...offered].filter((name) => !isKnown(name))).toEqual([]);
    const documented = fs.readFileSync(path.join(repositoryRoot, 'README.md'), 'utf8').split('## Settings')[1]?.split('\n## ')[0] ?? '';
    const here = ['KADR_DATA_DIR', 'KADR_SANDBOX', 'KADR_PROGRAMS_DIR', 'KADR_NO_DOWNLOADS'];
    const names = [...documented.matchAll(/`(KADR_[A-Z0-9_]*[A-Z0-9])`/g)]
      .map(([, name = '']) => name)
      .filter((name) => !here.includes(name));
    expect(names.filter((name) => !offered.includes(name))).toEqual([]);
  });
});

describe('deploy/Dockerfile', () => {
  const text = fs.readFileSync(path.join(repositoryRoot, 'deploy/Dockerfile'), 'utf8');

  it('runs as the user of the chart, by number, and writes where the chart mounts something', () => {
    const { securityContext } = podOf(deployments()[0] as KubeObject)?.spec ?? {};
    const { runAsUser, runAsGroup } = securityContext ?? {};
    expect(text).toContain(`\nUSER ${String(runAsUser)}:${String(runAsGroup)}\n`);
    expect(text).toMatch(new RegExp(`groupadd [^&]*--gid ${String(runAsGroup)} kadr`));
    expect(text).toContain('\nVOLUME /var/lib/kadr\n');
  });

  it('says nothing that Kadr does not read, and starts what there is', () => {
    const ofOthers = /^(MALLOC_(MMAP|TRIM)_THRESHOLD_|NODE_COMPILE_CACHE)$/;
    const names = [...(/\nENV ((?:.*\\\n)*.*)\n/.exec(text)?.[1] ?? '').matchAll(/(\w+)=/g)].map(([, name = '']) => name);
    expect(names).toContain('KADR_NO_DOWNLOADS');
    expect(names.filter((name) => !isKnown(name) && !ofOthers.test(name))).toEqual([]);
    const files = [...text.matchAll(/dist\/(apps\/api\/src\/[\w-]+)\.js/g)].map(([, file]) => `${file}.ts`);
    for (const file of files) expect([file, fs.existsSync(path.join(repositoryRoot, file))]).toEqual([file, true]);
  });

  it('gives Node and the C library what npm start gives them', () => {
    const given = Object.entries(MEMORY_ENV).map(([name, value]) => `${name}=${value}`);
    for (const words of [...given, ...NODE_FLAGS.map((flag) => `"${flag}"`)]) expect(text).toContain(words);
    expect(text).toContain('NODE_COMPILE_CACHE=/var/lib/kadr/compile-cache');
  });
});
