import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Refusal } from '../console.mjs';
import { obtainHelm } from '../helm.mjs';
import { repositoryRoot } from '../place.mjs';
import { render } from '../rendering.mjs';

/** @param {string} text several documents of YAML, as Helm prints them */
export function podsOf(text) {
  const objects = parseAllDocuments(text).flatMap((document) => document.toJS() ?? []);
  const component = ({ metadata }) => metadata.labels['app.kubernetes.io/component'];
  const of = (kind) => objects.filter((object) => object.kind === kind);
  return {
    roles: Object.fromEntries(of('Deployment').map((object) => [component(object), object.spec.template.spec])),
    migrate: of('Job').find((object) => component(object) === 'migrate')?.spec.template.spec ?? null,
    test: of('Pod').find((object) => component(object) === 'test')?.spec ?? null,
    configMaps: Object.fromEntries(of('ConfigMap').map(({ metadata, data }) => [metadata.name, data ?? {}])),
  };
}

/** The pods of the example `small`, which has every role, with these settings. @throws Refusal when there is no Helm */
export async function renderedPods({ programsDir, work, config, service }) {
  const { helm, missing } = await obtainHelm({ programsDir });
  if (!helm) throw new Refusal(missing);
  const values = path.join(work, 'values.json');
  fs.writeFileSync(values, JSON.stringify({ config, service }));
  return podsOf(render(helm, '-f', path.join(repositoryRoot, 'deploy/helm/kadr/examples/small.yaml'), '-f', values));
}
