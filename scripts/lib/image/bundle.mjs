import { seccompOf } from './seccomp.mjs';

const CPU_PERIOD_US = 100_000;
const UNITS = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, k: 1e3, M: 1e6, G: 1e9, T: 1e12, m: 1e-3, '': 1 };

/** A quantity of Kubernetes as a number: 512Mi, 250m, 1. @throws Error when it is none */
export function quantity(text) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(String(text)) ?? [];
  if (number === undefined || UNITS[unit] === undefined) throw new Error(`${text} is no quantity`);
  return Number(number) * UNITS[unit];
}

/** What a container may do without being asked, as engines have it; `drop: [ALL]` takes all of them away. */
const USUAL = 'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE';

/** @returns {string[]} CAP_… */
export function capabilitiesOf({ capabilities: { add = [], drop = [] } = {} } = {}) {
  const kept = drop.includes('ALL') ? [] : USUAL.split(' ').filter((name) => !drop.includes(name));
  return [...new Set([...kept, ...add])].map((name) => `CAP_${name}`);
}

/** Kubelet lets the container see the first of these: its own, a ConfigMap's, the image's. @throws Error for a key that must be there */
export function environmentOf(container, { image, configMaps = {}, secrets = {}, hostname }) {
  const found = { ...Object.fromEntries((image.Env ?? []).map((entry) => entry.split(/=(.*)/s))), HOSTNAME: hostname };
  const need = (kind, all, { name, key, optional }) => {
    const value = key === undefined ? all[name] : all[name]?.[key];
    if (value === undefined && !optional) throw new Error(`${kind} ${name} ${key === undefined ? 'is missing' : `has no ${key}`}`);
    return value;
  };
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    Object.assign(found, configMapRef ? need('ConfigMap', configMaps, configMapRef) : need('Secret', secrets, secretRef));
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const said = valueFrom?.secretKeyRef
      ? need('Secret', secrets, valueFrom.secretKeyRef)
      : valueFrom?.configMapKeyRef
        ? need('ConfigMap', configMaps, valueFrom.configMapKeyRef)
        : (value ?? '');
    if (said !== undefined) found[name] = said;
  }
  return found;
}

/** `command` replaces the entry point, `args` what comes after it; with a command alone the image's words are not used. */
export const wordsOf = ({ command, args }, { Entrypoint = [], Cmd = [] }) => [
  ...(command ?? Entrypoint ?? []),
  ...(args ?? (command ? [] : (Cmd ?? []))),
];

/** @throws Error for root where the pod says that there must be none */
export function userOf(pod, container, image) {
  const said = { ...pod.securityContext, ...container.securityContext };
  const [uid, gid = uid] = (image.User ?? '0').split(':');
  if (said.runAsUser === undefined && !/^\d+$/.test(uid))
    throw new Error(`the image runs as ${uid}: only a number can be seen not to be root`);
  const user = { uid: said.runAsUser ?? Number(uid), gid: said.runAsGroup ?? Number(gid) };
  if (said.runAsNonRoot && user.uid === 0) throw new Error('the pod must not run as root, and the container would');
  return { ...user, umask: 0o022, ...(said.fsGroup !== undefined && { additionalGids: [said.fsGroup] }) };
}

export function limitsOf({ requests = {}, limits = {} } = {}) {
  const shares = requests.cpu === undefined ? 2 : Math.max(2, Math.round(quantity(requests.cpu) * 1024));
  const quota = limits.cpu === undefined ? {} : { quota: Math.round(quantity(limits.cpu) * CPU_PERIOD_US), period: CPU_PERIOD_US };
  return {
    devices: [{ allow: false, access: 'rwm' }],
    cpu: { shares, ...quota },
    ...(limits.memory !== undefined && { memory: { limit: quantity(limits.memory) } }),
    pids: { limit: 4096 },
  };
}

const SYSTEM_MOUNTS = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'] },
  { destination: '/dev/pts', type: 'devpts', source: 'devpts', options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620'] },
  { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k'] },
  { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
  { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options: ['nosuid', 'noexec', 'nodev', 'relatime', 'ro'] },
];
const MASKED = ['acpi', 'asound', 'kcore', 'keys', 'latency_stats', 'sched_debug', 'scsi', 'timer_list', 'timer_stats'];
const READ_ONLY = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'];

/** @throws Error for a mount whose volume the pod does not have */
function mountsOf(container, volumes) {
  return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => {
    if (volumes[name] === undefined) throw new Error(`${mountPath} is a volume ${name}, which the pod does not have`);
    return { destination: mountPath, type: 'bind', source: volumes[name], options: ['rbind', 'rprivate', readOnly ? 'ro' : 'rw'] };
  });
}

/**
 * The settings with which an OCI runtime runs this container as the kubelet would have it run.
 * @param {object} pod spec of the pods of a Deployment or Job, as the chart renders it
 * @param {object} place
 * @param {object} place.image settings of the image: Env, Entrypoint, Cmd, User, WorkingDir
 * @param {Record<string, Record<string, string>>} place.configMaps
 * @param {Record<string, Record<string, string>>} place.secrets
 * @param {Record<string, string>} place.volumes folder of each volume
 * @param {Record<string, string>} place.files what kubelet puts in place of /etc/hosts and the like
 * @param {object} place.seccomp the engine's profile
 * @throws Error for what the kubelet would refuse
 */
export function bundleOf(pod, place) {
  const [container, ...others] = pod.containers;
  if (others.length > 0) throw new Error('a pod of more than one container is not run here');
  const { image, rootfs, hostname, network, cgroup, volumes, files = {} } = place;
  const said = { ...pod.securityContext, ...container.securityContext };
  const capabilities = capabilitiesOf(said);
  const user = userOf(pod, container, image);
  const effective = user.uid === 0 ? capabilities : [];
  const kinds = { bounding: capabilities, permitted: effective, effective, inheritable: [], ambient: [] };
  const kept = Object.entries(files).map(([destination, source]) => ({
    destination,
    type: 'bind',
    source,
    options: ['rbind', 'rprivate', 'ro'],
  }));
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user,
      args: wordsOf(container, image),
      env: Object.entries(environmentOf(container, place)).map(([name, value]) => `${name}=${value}`),
      cwd: container.workingDir ?? image.WorkingDir ?? '/',
      capabilities: kinds,
      noNewPrivileges: said.allowPrivilegeEscalation === false,
    },
    root: { path: rootfs, readonly: said.readOnlyRootFilesystem === true },
    hostname,
    mounts: [...SYSTEM_MOUNTS, ...kept, ...mountsOf(container, volumes)],
    linux: {
      cgroupsPath: cgroup,
      namespaces: [...['pid', 'ipc', 'uts', 'mount'].map((type) => ({ type })), { type: 'network', path: network }],
      resources: limitsOf(container.resources),
      maskedPaths: [...MASKED.map((name) => `/proc/${name}`), '/sys/firmware'],
      readonlyPaths: READ_ONLY.map((name) => `/proc/${name}`),
      ...(said.seccompProfile?.type === 'RuntimeDefault' && { seccomp: seccompOf(place.seccomp, { capabilities }) }),
    },
  };
}
