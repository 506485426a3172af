import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Bundle, bundleOf, type Place, quantity } from '../../scripts/lib/image/bundle.mjs';
import { podsOf } from '../../scripts/lib/image/rendered.mjs';
import { seccompOf } from '../../scripts/lib/image/seccomp.mjs';
import { repositoryRoot } from '../../scripts/services.mjs';

const rendered = podsOf(fs.readFileSync(path.join(repositoryRoot, 'deploy/kubernetes/kadr.yaml'), 'utf8'));
const { roles, migrate, configMaps } = rendered;
const profile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  defaultErrnoRet: 38,
  archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }],
  syscalls: [
    { names: ['read'], action: 'SCMP_ACT_ALLOW', args: [], includes: {}, excludes: {} },
    { names: ['mount'], action: 'SCMP_ACT_ALLOW', args: [], includes: { caps: ['CAP_SYS_ADMIN'] }, excludes: {} },
    { names: ['mount'], action: 'SCMP_ACT_ERRNO', args: [], errnoRet: 1, includes: {}, excludes: { caps: ['CAP_SYS_ADMIN'] } },
    { names: ['arm_fadvise64_64'], action: 'SCMP_ACT_ALLOW', args: [], includes: { arches: ['arm', 'arm64'] }, excludes: {} },
  ],
};
const place = (over: Partial<Place> = {}): Place => ({
  image: {
    Env: ['PATH=/usr/bin', 'PORT=1', 'ODD=a=b'],
    Entrypoint: ['tini', '--'],
    Cmd: ['node', 'main.js'],
    User: '10001:10001',
    WorkingDir: '/kadr',
  },
  ...{ rootfs: '/image', hostname: 'api', network: '/run/netns/one', cgroup: '/checked/api' },
  ...{ volumes: { data: '/pods/api/data', tmp: '/pods/api/tmp' }, seccomp: profile, configMaps },
  secrets: { kadr: { DATABASE_URL: 'postgres://kadr', KADR_SECRETS_KEY: 'key', KADR_PROVIDERS_OPENAI_API_KEY: 'sk' } },
  ...over,
});
const envOf = ({ process: { env } }: Bundle): Record<string, string> =>
  Object.fromEntries(env.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
const pod = (container: object, spec: object = {}): object => ({ containers: [{ name: 'one', ...container }], ...spec });

describe('a pod of the chart as a runtime runs it', () => {
  const api = bundleOf(roles['api'] as object, place());

  it('is the user it says, can do nothing more than others, and gains nothing', () => {
    expect(Object.keys(roles)).toEqual(['api', 'worker', 'renderer', 'scheduler']);
    for (const spec of [...Object.values(roles), migrate]) {
      const { process, root, linux } = bundleOf(spec as object, place());
      expect(process.user).toEqual({ uid: 10001, gid: 10001, umask: 0o022, additionalGids: [10001] });
      expect(process.capabilities).toEqual({ bounding: [], permitted: [], effective: [], inheritable: [], ambient: [] });
      expect(process.noNewPrivileges).toBe(true);
      expect(root).toEqual({ path: '/image', readonly: true });
      expect(linux.seccomp?.defaultAction).toBe('SCMP_ACT_ERRNO');
    }
  });

  it('runs what the image runs, or its own words after the same entry point', () => {
    expect(api.process.args).toEqual(['tini', '--', 'node', 'main.js']);
    expect(api.process.cwd).toBe('/kadr');
    const job = bundleOf(migrate as object, place());
    expect(job.process.args).toEqual(['tini', '--', 'node', '--enable-source-maps', 'dist/apps/api/src/migrate.js']);
    expect(bundleOf(pod({ command: ['sh'] }), place()).process.args).toEqual(['sh']);
  });

  it('sees its own settings before those of the ConfigMap and of the image, and only secrets that are its', () => {
    const env = envOf(api);
    expect(env).toMatchObject({ PATH: '/usr/bin', ODD: 'a=b', PORT: '3000', KADR_ROLES: 'api', KADR_MIGRATIONS: 'check', HOSTNAME: 'api' });
    expect(env).toMatchObject({ ...configMaps['kadr'], DATABASE_URL: 'postgres://kadr', KADR_PROVIDERS_OPENAI_API_KEY: 'sk' });
    expect('NATS_URL' in env).toBe(false);
    expect('KADR_PROVIDERS_OPENAI_API_KEY' in envOf(bundleOf(roles['renderer'] as object, place()))).toBe(false);
  });

  it('has the memory and the processors that its Deployment gives it', () => {
    expect(api.linux.resources).toMatchObject({ cpu: { shares: 256 }, memory: { limit: 512 * 2 ** 20 } });
    expect(api.linux.resources.cpu.quota).toBeUndefined();
    const { resources } = bundleOf(roles['renderer'] as object, place()).linux;
    expect(resources).toMatchObject({ cpu: { shares: 2048, quota: 200_000, period: 100_000 }, memory: { limit: 2560 * 2 ** 20 } });
  });

  it('may write into its volumes, and nowhere else', () => {
    const own = api.mounts.filter(({ type, options }) => type === 'bind' && options.includes('rw'));
    expect(own.map(({ destination, source }) => [destination, source])).toEqual([
      ['/var/lib/kadr', '/pods/api/data'],
      ['/tmp', '/pods/api/tmp'],
    ]);
    const { mounts } = bundleOf(roles['api'] as object, place({ files: { '/etc/hosts': '/pods/api/hosts' } }));
    expect(mounts.find(({ destination }) => destination === '/etc/hosts')?.options).toContain('ro');
  });

  it('is alone with its network, and has no other name space of the machine', () => {
    expect(api.linux.namespaces).toContainEqual({ type: 'network', path: '/run/netns/one' });
    expect(api.linux.namespaces.map(({ type }) => type).sort()).toEqual(['ipc', 'mount', 'network', 'pid', 'uts']);
    expect(api.linux.cgroupsPath).toBe('/checked/api');
  });
});

describe('what a kubelet would refuse is refused', () => {
  const refused = (spec: object, over: Partial<Place> = {}) => expect(() => bundleOf(spec, place(over)));
  const nonRoot = { securityContext: { runAsNonRoot: true } };

  it('a secret, a ConfigMap or a volume that is not there', () => {
    refused(roles['api'] as object, { secrets: {} }).toThrow('Secret kadr has no DATABASE_URL');
    refused(roles['api'] as object, { configMaps: {} }).toThrow('ConfigMap kadr is missing');
    refused(pod({ volumeMounts: [{ name: 'films', mountPath: '/films' }] })).toThrow(
      '/films is a volume films, which the pod does not have',
    );
  });

  it('root, or a user whose number nobody can see, where there must be none', () => {
    refused(pod({}, nonRoot), { image: { User: '0' } }).toThrow('must not run as root');
    refused(pod({}, nonRoot), { image: { User: 'kadr' } }).toThrow('runs as kadr: only a number');
    expect(bundleOf(pod({}, nonRoot), place()).process.user).toMatchObject({ uid: 10001, gid: 10001 });
  });
});

describe('quantities and system calls', () => {
  it('quantities are numbers', () => {
    expect(['250m', '2', '512Mi', '2Gi', '1.5', '3k'].map(quantity)).toEqual([0.25, 2, 536_870_912, 2_147_483_648, 1.5, 3000]);
    for (const text of ['', 'much', '5 Mi', '1Zi']) expect(() => quantity(text)).toThrow('is no quantity');
  });

  it('what a container keeps of its capabilities says which calls it may make', () => {
    const calls = (capabilities: string[], arch = 'x64') =>
      seccompOf(profile, { capabilities, arch }).syscalls.map(({ names, action }) => `${names.join()} ${action}`);
    expect(calls([])).toEqual(['read SCMP_ACT_ALLOW', 'mount SCMP_ACT_ERRNO']);
    expect(calls(['CAP_SYS_ADMIN'])).toEqual(['read SCMP_ACT_ALLOW', 'mount SCMP_ACT_ALLOW']);
    expect(calls([], 'arm64')).toContain('arm_fadvise64_64 SCMP_ACT_ALLOW');
    expect(seccompOf(profile, { arch: 'x64' }).architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
  });
});
