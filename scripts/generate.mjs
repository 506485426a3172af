// npm run generate            writes what is made from the sources
// npm run generate -- --check   fails when something of it is out of date (part of npm run check)
// npm run generate -- --release before a release: from then on the schemas of its events may not change
// The description of the HTTP API: docs/openapi.json, and docs/openapi.all.json with the operators' routes.
// The client's types and methods, from that: packages/sdk/src/generated.
// Drawings of the studio: apps/web/src/ui/icons.gen.ts.
// Steps: one schema for what each takes and one for what it gives, in libs/steps/src/schemas.
// Announcements, what the outside hears: one schema for the `data` of each type, in contracts/announcements.
// Metrics, from where their instruments are declared: docs/metrics.md and deploy/observability/metrics.json.
// Boards of Grafana, from scripts/lib/boards.mjs: deploy/helm/kadr/files/dashboards.
// The manifests for those who use no Helm, from the chart: deploy/kubernetes/kadr.yaml.
// Published event schemas: one file for each event type and version in contracts/schemas. A released version never changes: a changed
// type is given a new version in the aggregate's `schemaVersions`, its old file stays.
import fs from 'node:fs';
import path from 'node:path';
import { createFormatter, createParser, createProgram, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator';
import { iconFiles } from './lib/icons.mjs';
import { openApiFiles } from './lib/openapi.mjs';
import { dashboardFiles } from './lib/dashboards.mjs';
import { metricsFiles } from './lib/metrics.mjs';
import { manifestFiles } from './lib/rendering.mjs';
import { sdkFiles } from './lib/sdk.mjs';
import { brokenReleases, release } from './lib/released-schemas.mjs';
import { repositoryRoot } from './services.mjs';

const isCheck = process.argv.includes('--check');

/** Where events are declared, and where their versions are said. */
const EVENT_SOURCES = [
  {
    events: 'libs/batches/src/contracts/batch.events.ts',
    union: 'BatchEvent',
    aggregate: 'libs/batches/src/domain/batch.decider.ts',
  },
  {
    events: 'libs/batches/src/contracts/series.events.ts',
    union: 'SeriesEvent',
    aggregate: 'libs/batches/src/series/domain/series.decider.ts',
  },
  {
    events: 'libs/notifications/src/contracts/contact.events.ts',
    union: 'ContactEvent',
    aggregate: 'libs/notifications/src/contacts/domain/contact.decider.ts',
  },
  {
    events: 'libs/billing/src/contracts/billing.events.ts',
    union: 'QuotaReservationEvent',
    aggregate: 'libs/billing/src/domain/quota-reservation.decider.ts',
  },
  {
    events: 'libs/billing/src/contracts/billing.events.ts',
    union: 'QuotaAccountEvent',
    aggregate: 'libs/billing/src/domain/quota-account.decider.ts',
  },
  {
    events: 'libs/jobs/src/contracts/short-video.events.ts',
    union: 'ShortVideoEvent',
    aggregate: 'libs/jobs/src/render-order/domain/short-video.decider.ts',
  },
  {
    events: 'libs/assets/src/contracts/asset.events.ts',
    union: 'AssetEvent',
    aggregate: 'libs/assets/src/library/domain/asset.decider.ts',
  },
  {
    events: 'libs/jobs/src/contracts/clip-set.events.ts',
    union: 'ClipSetEvent',
    aggregate: 'libs/jobs/src/clips/domain/clip-set.decider.ts',
  },
  {
    events: 'libs/jobs/src/contracts/generation.events.ts',
    union: 'GenerationEvent',
    aggregate: 'libs/jobs/src/generation/domain/generation.decider.ts',
  },
  {
    events: 'libs/workflows/src/contracts/workflow.events.ts',
    union: 'WorkflowEvent',
    aggregate: 'libs/workflows/src/workflow/domain/workflow.decider.ts',
  },
  {
    events: 'libs/workflows/src/contracts/workflow-map.events.ts',
    union: 'WorkflowMapEvent',
    aggregate: 'libs/workflows/src/map/domain/workflow-map.decider.ts',
  },
  {
    events: 'libs/workflows/src/contracts/workflow-run.events.ts',
    union: 'WorkflowRunEvent',
    aggregate: 'libs/workflows/src/run/domain/workflow-run.decider.ts',
  },
  {
    events: 'libs/workflows/src/contracts/workflow-schedule.events.ts',
    union: 'WorkflowScheduleEvent',
    aggregate: 'libs/workflows/src/schedule/domain/workflow-schedule.decider.ts',
  },
  {
    events: 'libs/webhooks/src/contracts/webhook-endpoint.events.ts',
    union: 'WebhookEndpointEvent',
    aggregate: 'libs/webhooks/src/domain/webhook-endpoint.decider.ts',
  },
  {
    events: 'libs/jobs/src/contracts/video-job.events.ts',
    union: 'VideoJobEvent',
    aggregate: 'libs/jobs/src/video/domain/video-job.decider.ts',
  },
];

function versionsOf(file) {
  const source = fs.readFileSync(path.join(repositoryRoot, file), 'utf8');
  const block = /schemaVersions: \{([^}]*)\}/.exec(source)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/(\w+): (\d+)/g)].map(([, type, version]) => [type, Number(version)]));
}

const STEPS = 'libs/steps/src';

let program;
const typesByName = new Map();

/** Names all types of the program once; the generator as it is does so for each type that is asked for. */
class IndexedGenerator extends SchemaGenerator {
  findNamedNode(name) {
    if (typesByName.size === 0) this.appendTypes(this.partitionFiles().projectFiles, this.program.getTypeChecker(), typesByName);
    return typesByName.get(name) ?? super.findNamedNode(name);
  }
}

/** All share one program: each takes seconds to load. @param mayGrow readers are told that members may be added */
function schemaGenerator({ mayGrow = false } = {}) {
  const settings = {
    ...DEFAULT_CONFIG,
    path: path.join(repositoryRoot, `{${STEPS}/*.step,libs/*/src/contracts/*.{events,announcements}}.ts`),
    tsconfig: path.join(repositoryRoot, 'tsconfig.json'),
    skipTypeCheck: true,
    additionalProperties: mayGrow,
    topRef: false,
    expose: 'none',
  };
  program ??= createProgram(settings);
  return new IndexedGenerator(program, createParser(program, settings), createFormatter(settings), settings);
}

/** What each step takes and gives, for whoever learns at run time which step is wanted. */
function stepSchemas() {
  const generator = schemaGenerator();
  const files = fs.readdirSync(path.join(repositoryRoot, STEPS)).filter((name) => name.endsWith('.step.ts'));
  return files.flatMap((name) => {
    const source = fs.readFileSync(path.join(repositoryRoot, STEPS, name), 'utf8');
    const [, input, output] = /implements Step<(\w+), (\w+)>/.exec(source) ?? [];
    const [, type] = /readonly type = '([\w.]+)'/.exec(source) ?? [];
    if (!input || !output || !type) throw new Error(`${name} names no step with its input and output`);
    return [
      { file: path.join(STEPS, 'schemas', `${type}.in.json`), text: textOf(generator.createSchema(input)) },
      { file: path.join(STEPS, 'schemas', `${type}.out.json`), text: textOf(generator.createSchema(output)) },
    ];
  });
}

/** What is announced to the outside, as `<lib>/src/contracts/*.announcements.ts` maps types to what stands in their `data`. */
function announcementSchemas() {
  const sources = fs.globSync('libs/*/src/contracts/*.announcements.ts', { cwd: repositoryRoot }).sort();
  const generator = schemaGenerator({ mayGrow: true });
  return sources.flatMap((source) =>
    [...fs.readFileSync(path.join(repositoryRoot, source), 'utf8').matchAll(/^ {2}'([a-z_]+\.[a-z_]+)': (\w+)V(\d+);$/gm)].map(
      ([, type, name, version]) => ({
        file: path.join(path.dirname(source), 'announcements', `${type}.v${version}.json`),
        text: textOf(generator.createSchema(`${name}V${version}`)),
      }),
    ),
  );
}

const textOf = (schema) => `${JSON.stringify(schema, null, 2)}\n`;

function eventSchemas() {
  const generator = schemaGenerator();
  return EVENT_SOURCES.flatMap(({ events, aggregate }) =>
    Object.entries(versionsOf(aggregate)).map(([type, version]) => ({
      file: path.join(path.dirname(events), 'schemas', `${type}.v${version}.json`),
      text: textOf(generator.createSchema(type)),
    })),
  );
}

const events = eventSchemas();
const announcements = announcementSchemas();
const broken = brokenReleases([...events, ...announcements]);
if (broken.length > 0) {
  for (const sentence of broken) console.error(sentence);
  process.exit(1);
}
/** @returns whether it was out of date; then it is written, unless this is a check */
const isStale = ({ file, text }) => {
  const there = path.join(repositoryRoot, file);
  if (fs.existsSync(there) && fs.readFileSync(there, 'utf8') === text) return false;
  if (!isCheck) {
    fs.mkdirSync(path.dirname(there), { recursive: true });
    fs.writeFileSync(there, text);
  }
  return true;
};
// The description of the API reads the schemas of announcements.
const files = [
  ...events,
  ...announcements,
  ...stepSchemas(),
  ...metricsFiles(),
  ...dashboardFiles(),
  ...iconFiles(),
  ...(await manifestFiles()),
];
const stale = files.filter(isStale);
const descriptions = await openApiFiles();
stale.push(...[...descriptions, ...(await sdkFiles(descriptions[0].text))].filter(isStale));
for (const { file } of stale) console.log(`${isCheck ? 'out of date' : 'written'}: ${file}`);
if (isCheck && stale.length > 0) {
  console.error('Run npm run generate.');
  process.exit(1);
}
if (process.argv.includes('--release')) release([...events, ...announcements]);
