import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../services.mjs';

/** What declares an instrument (libs/platform/src/telemetry/metrics.ts), and what Prometheus makes of it. */
const DECLARING = { counter: 'counter', observableCounter: 'counter', histogram: 'histogram', observableGauge: 'gauge' };

/** Of the instrumentations in apps/api/src/otel.ts. */
const STANDARD = [
  ['http_server_request_duration_seconds', 'histogram', 's', 'Requests, by method, http_route and status'],
  ['http_client_request_duration_seconds', 'histogram', 's', 'Requests to others, by method, address and status'],
].map(([name, type, unit, description]) => ({ name, type, unit, description, file: 'apps/api/src/otel.ts' }));

const promName = (name, type) => name.replaceAll('.', '_') + (type === 'counter' ? '_total' : '');

/** The object of settings, wherever in the file it is written down. */
function settingsOf(node, source) {
  if (node && ts.isObjectLiteralExpression(node)) return node;
  if (!node || !ts.isIdentifier(node)) return null;
  let found = null;
  const visit = (one) => {
    if (ts.isVariableDeclaration(one) && one.name.getText(source) === node.text && one.initializer) found ??= one.initializer;
    ts.forEachChild(one, visit);
  };
  visit(source);
  return settingsOf(found, source);
}

function memberOf(object, name, source) {
  for (const property of object?.properties ?? []) {
    if (ts.isPropertyAssignment(property) && property.name.getText(source) === name) {
      return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : null;
    }
    if (!ts.isSpreadAssignment(property)) continue;
    const found = memberOf(settingsOf(property.expression, source), name, source);
    if (found !== null) return found;
  }
  return null;
}

function instrumentsIn(file) {
  const text = fs.readFileSync(path.join(repositoryRoot, file), 'utf8');
  if (!/\b(counter|observableCounter|histogram|observableGauge)\(/.test(text)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    const type = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? DECLARING[node.expression.text] : undefined;
    const [first, second] = type ? node.arguments : [];
    if (first && ts.isStringLiteralLike(first)) {
      const settings = settingsOf(second, source);
      const description = memberOf(settings, 'description', source);
      if (!description) throw new Error(`${file}: the instrument ${first.text} has no description`);
      found.push({ name: promName(first.text, type), type, unit: memberOf(settings, 'unit', source) ?? '', description, file });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every metric of Kadr, as Prometheus sees it, sorted by name. @throws Error when a name is declared twice, or without saying what it is */
export function declaredMetrics() {
  const files = fs.globSync('{libs/*,apps/api}/src/**/*.ts', { cwd: repositoryRoot }).map((file) => file.split(path.sep).join('/'));
  const sources = files.filter((file) => !file.endsWith('.spec.ts') && !file.endsWith('telemetry/metrics.ts')).sort();
  const all = [...sources.flatMap(instrumentsIn), ...STANDARD].sort((one, other) => (one.name < other.name ? -1 : 1));
  const twice = all.find(({ name }, index) => all[index + 1]?.name === name);
  if (twice) throw new Error(`the metric ${twice.name} is declared twice`);
  return all;
}

const HEADER = `# Metrics

Every metric of Kadr, as \`GET /metrics\` has it. Written by \`npm run generate\` from where the instruments are declared; \`deploy/observability/metrics.json\` is the same for programs, and rules and boards name nothing else.
Labels are of fixed vocabularies: routes, queues, kinds of tasks, providers, models of the catalogue, stable codes. No organisation, video or user is one. What "the leader" tells, one process at a time tells, so take \`max\`; what it counts from the log is exact over restarts.
Beside these stand \`nodejs_*\` and \`v8js_*\` of Node's runtime.

| metric | type | unit | |
|---|---|---|---|
`;

export function metricsFiles() {
  const all = declaredMetrics();
  const rows = all.map(({ name, type, unit, description }) => `| \`${name}\` | ${type} | ${unit} | ${description} |`);
  const data = all.map(({ name, type, unit, description }) => ({ name, type, unit, description }));
  return [
    { file: 'docs/metrics.md', text: `${HEADER}${rows.join('\n')}\n` },
    { file: 'deploy/observability/metrics.json', text: `${JSON.stringify(data, null, 2)}\n` },
  ];
}
