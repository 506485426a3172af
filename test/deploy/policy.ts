import { type Container, type KubeObject, podOf, type PodSpec } from './chart.js';

interface NetworkPolicy {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: unknown;
  readonly egress?: readonly { readonly to?: readonly { readonly ipBlock?: { readonly cidr: string } }[] }[];
}
interface Selector {
  readonly matchLabels?: Record<string, string>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

const PRIVATE = /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|fc00:|fd)/;

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Record<string, string>): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''));

const isTrue = (...checks: readonly [boolean, string][]): string[] => checks.flatMap(([is, fault]) => (is ? [] : [fault]));

function containerFaults(container: Container, isServer: boolean): string[] {
  const { securityContext = {}, resources, image } = container;
  const { requests = {}, limits = {} } = resources ?? {};
  return isTrue(
    [securityContext['allowPrivilegeEscalation'] === false, 'may gain privileges'],
    [securityContext['readOnlyRootFilesystem'] === true, 'writes to its root'],
    [JSON.stringify(securityContext['capabilities']) === '{"drop":["ALL"]}', 'keeps capabilities'],
    [/(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image), `has no exact image (${image})`],
    [['cpu', 'memory'].every((what) => what in requests), 'requests no cpu or memory'],
    [limits['memory'] !== undefined && limits['memory'] === requests['memory'], 'has a limit of memory that is not its request'],
    [!isServer || ['readinessProbe', 'livenessProbe'].every((probe) => probe in container), 'has no probes'],
  ).map((fault) => `${container.name} ${fault}`);
}

const podFaults = (pod: PodSpec, isServer: boolean): string[] => [
  ...isTrue(
    [pod.securityContext?.['runAsNonRoot'] === true && Number(pod.securityContext?.['runAsUser']) > 0, 'may run as root'],
    [JSON.stringify(pod.securityContext?.['seccompProfile']) === '{"type":"RuntimeDefault"}', 'has no seccomp profile'],
    [pod['automountServiceAccountToken'] === false, 'carries a token'],
    [pod['enableServiceLinks'] === false, 'hears of all services by its environment'],
    [['hostNetwork', 'hostPID', 'hostIPC'].every((key) => pod[key] === undefined), 'lives in a namespace of its node'],
    [(pod.volumes ?? []).every((volume) => !('hostPath' in volume)), 'mounts its node'],
    [
      (pod.volumes ?? []).every(({ emptyDir }) => emptyDir === undefined || (emptyDir as { sizeLimit?: string }).sizeLimit !== undefined),
      'has an emptyDir without a limit',
    ],
    [
      pod.containers.every(({ volumeMounts = [] }) =>
        volumeMounts.every(({ name }) => pod.volumes?.some((volume) => volume.name === name)),
      ),
      'mounts what is not there',
    ],
  ),
  ...pod.containers.flatMap((container) => containerFaults(container, isServer)),
];

/** A Deployment of Kadr's own is spread, survives a drained node, and is let in and out by name only. */
function roleFaults(labels: Record<string, string>, spec: PodSpec, all: readonly KubeObject[]): string[] {
  const budgets = all.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ spec: budget }) => budget as { selector: Selector });
  const policies = all.filter(({ kind }) => kind === 'NetworkPolicy').map((policy) => policy.spec as unknown as NetworkPolicy);
  const ours = policies.filter(({ podSelector }) => selects(podSelector, labels));
  const isDenied = ours.some(({ ingress, egress, policyTypes }) => !ingress && !egress && policyTypes.length === 2);
  const cidrs = ours.flatMap(({ egress = [] }) => egress.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock?.cidr ?? [])));
  const reachesPublic = cidrs.some((cidr) => !PRIVATE.test(cidr));
  const role = labels['app.kubernetes.io/component'] ?? '';
  const env = spec.containers[0]?.env ?? [];
  const isDatabaseClientOnly = ['renderer', 'scheduler', 'migrate'].includes(role);
  return isTrue(
    [role === 'migrate' || Array.isArray(spec['topologySpreadConstraints']), 'is not spread'],
    [role === 'migrate' || budgets.filter(({ selector }) => selects(selector, labels)).length === 1, 'has no budget of disruptions'],
    [policies.length === 0 || isDenied, 'is matched by no deny-all'],
    [!(isDatabaseClientOnly && reachesPublic), 'reaches public addresses'],
    [role !== 'renderer' || !env.some(({ name }) => /PROVIDERS|BOOTSTRAP|TELEGRAM/.test(name)), 'knows secrets that it does not need'],
    [
      env.every(({ name, value }) => value === undefined || !/_KEY$|PASSWORD|TOKEN|DATABASE_URL/.test(name)),
      'has a secret in its environment',
    ],
  );
}

/** @returns a sentence for each rule that an object of these breaks */
export function policyFaults(all: readonly KubeObject[]): readonly string[] {
  return all.flatMap((object) => {
    const pod = podOf(object);
    if (!pod) return [];
    const component = pod.labels['app.kubernetes.io/component'];
    const isOurs = component !== undefined && component !== 'test';
    return [...podFaults(pod.spec, object.kind === 'Deployment'), ...(isOurs ? roleFaults(pod.labels, pod.spec, all) : [])].map(
      (fault) => `${object.kind} ${object.metadata.name}: ${fault}`,
    );
  });
}
