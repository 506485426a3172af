import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { defaultProgramsDir, repositoryRoot } from '../services.mjs';
import { obtainHelm } from './helm.mjs';

const CHART = path.join(repositoryRoot, 'deploy/helm/kadr');
const HEADER = '# Rendered from deploy/helm/kadr with deploy/kubernetes/values.yaml: change those, then run npm run generate.\n';

/** What the chart makes of these values, as `helm template` has it. @throws Error with what Helm said */
export function render(helm, ...args) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 };
  return execFileSync(helm, ['template', 'kadr', CHART, '--namespace', 'kadr', '--kube-version', '1.32.0', ...args], options);
}

export const renderedManifest = (helm) =>
  HEADER + render(helm, '--skip-tests', '-f', path.join(repositoryRoot, 'deploy/kubernetes/values.yaml'));

/** `deploy/kubernetes/kadr.yaml`; nothing, with a word to the user, where Helm cannot be had: test/deploy compares it in any case. */
export async function manifestFiles() {
  const { helm, missing } = await obtainHelm({ programsDir: defaultProgramsDir() });
  if (!helm) {
    console.error(`deploy/kubernetes/kadr.yaml is left as it is: ${missing}`);
    return [];
  }
  return [{ file: 'deploy/kubernetes/kadr.yaml', text: renderedManifest(helm) }];
}
