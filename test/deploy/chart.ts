import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { obtainHelm } from '../../scripts/lib/helm.mjs';
import { render } from '../../scripts/lib/rendering.mjs';
import { defaultProgramsDir, repositoryRoot } from '../../scripts/services.mjs';

export const CHART = path.join(repositoryRoot, 'deploy/helm/kadr');
export const EXAMPLES = fs.readdirSync(path.join(CHART, 'examples')).map((file) => path.basename(file, '.yaml'));
export const exampleFile = (name: string): string => path.join(CHART, 'examples', `${name}.yaml`);

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { secretKeyRef?: { key: string; optional?: boolean } };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly securityContext?: Record<string, unknown>;
  readonly resources?: Record<'requests' | 'limits', Record<string, string> | undefined>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet?: { readonly path: string; readonly port: string } } | undefined;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly securityContext?: Record<string, unknown>;
  readonly volumes?: readonly ({ readonly name: string } & Record<string, unknown>)[];
  readonly terminationGracePeriodSeconds?: number;
  readonly [other: string]: unknown;
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
}

/** Those of its fields that a spec of pods has, wherever it stands; null: it has no pods. */
export function podOf(object: KubeObject): { readonly labels: Record<string, string>; readonly spec: PodSpec } | null {
  const spec = object.spec as unknown as PodSpec & { template?: { metadata: { labels: Record<string, string> }; spec: PodSpec } };
  if (object.kind === 'Pod') return { labels: object.metadata.labels ?? {}, spec };
  return spec?.template?.spec ? { labels: spec.template.metadata.labels, spec: spec.template.spec } : null;
}

let helm: string | null = null;

/** @throws Error that says what is missing: a chart that nobody rendered was not tried */
export async function needHelm(): Promise<string> {
  if (helm) return helm;
  const { helm: found, missing } = await obtainHelm({ programsDir: defaultProgramsDir() });
  if (!found) throw new Error(missing ?? 'there is no helm');
  return (helm = found);
}

export const parsed = (text: string): readonly KubeObject[] =>
  parseAllDocuments(text)
    .map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS() as KubeObject | null;
    })
    .filter((object) => object !== null);

const renderings = new Map<string, string>();

/** An example as Helm renders it, once for all specs of a file. */
export async function rendering(example: string): Promise<string> {
  const text = renderings.get(example) ?? render(await needHelm(), '-f', exampleFile(example));
  renderings.set(example, text);
  return text;
}

/** @returns what Helm says of these values, or null when it renders them */
export async function refusal(values: Record<string, unknown>, ...args: string[]): Promise<string | null> {
  try {
    render(
      await needHelm(),
      ...args,
      ...Object.entries(values).flatMap(([key, value]) => ['--set-json', `${key}=${JSON.stringify(value)}`]),
    );
    return null;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr);
  }
}
