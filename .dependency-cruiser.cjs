// Who may know whom (docs/ARCHITECTURE.md has the picture). test/architecture/ breaks every one of these rules once.

/** Lib → the libs whose door it may use. What is not listed may not be imported. */
const may = {
  platform: [],
  media: [],
  eventing: ['platform'],
  identity: ['eventing', 'platform'],
  billing: ['eventing', 'platform', 'webhooks'],
  tasks: ['eventing', 'platform'],
  assets: ['eventing', 'platform', 'tasks', 'media', 'billing', 'webhooks'],
  integrations: ['eventing', 'platform', 'tasks', 'media'],
  steps: ['platform', 'tasks', 'media', 'assets', 'integrations'],
  jobs: ['eventing', 'platform', 'tasks', 'billing', 'assets', 'integrations', 'steps', 'media', 'webhooks'],
  webhooks: ['eventing', 'platform'],
  workflows: ['eventing', 'platform', 'tasks', 'billing', 'assets', 'integrations', 'steps', 'media', 'jobs', 'batches', 'webhooks'],
  notifications: ['eventing', 'platform', 'tasks', 'billing', 'assets', 'identity', 'jobs', 'webhooks', 'workflows'],
  batches: ['eventing', 'platform', 'tasks', 'billing', 'jobs', 'webhooks'],
};

/** Doors of pure code, which domain code may use as well: no framework, no disk, no clock behind them. */
const pureDoors = [
  '^libs/eventing/src/domain/index\\.ts$',
  '^libs/media/src/plan/index\\.ts$',
  '^libs/steps/src/plan/index\\.ts$',
  '^libs/platform/src/json/index\\.ts$',
  '^libs/tasks/src/contracts/index\\.ts$',
];
const door = ['^libs/[^/]+/src/(index|testing/index)\\.ts$', ...pureDoors].join('|');
const forSpecs = '\\.spec\\.ts$|/testing/';
/** Each is the one place that is loaded together with its SDK. */
const buckets = '^libs/assets/src/storage/remote/(s3|supabase)-bucket\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What needs each other belongs together, or needs a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'A path that leads nowhere would slip through every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'app-by-the-door',
      comment:
        'A lib is entered through its index.ts (or testing/index.ts, or a pure door: the domain of eventing, the plan of media). One table names what reads texts, wherever it stands; one what lists rows.',
      severity: 'error',
      from: { path: '^(apps|test|bench)/', pathNot: '^test/agreement/(work-over-text|list-plans\\.int\\.spec)\\.ts$' },
      to: { path: '^libs/', pathNot: door },
    },
    {
      name: 'lib-by-the-door',
      comment:
        'Another lib is entered through its index.ts (or testing/index.ts, or a pure door: the domain of eventing, the plan of media).',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', door] },
    },
    {
      name: 'libs-know-no-app',
      comment: 'The composition root knows the libs, never the other way round.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test|bench)/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'What others install needs nothing of what runs here.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(libs|apps|test|bench)/' },
    },
    {
      name: 'sdk-needs-nothing',
      comment: 'The client has no dependency; its specs may use what specs use.',
      severity: 'error',
      from: { path: '^packages/sdk/src/', pathNot: forSpecs },
      to: { path: 'node_modules/' },
    },
    {
      name: 'package-by-the-door',
      comment: 'A package is used here as it is elsewhere.',
      severity: 'error',
      from: { path: '^(apps|libs|test|bench)/' },
      to: { path: '^packages/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'sandbox-stands-alone',
      comment: "The sandbox is written from the providers' protocols: what it shared with the adapters, it could not check.",
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: { path: '^(libs|apps)/', pathNot: '^(apps/sandbox/|libs/media/src/index\\.ts$)' },
    },
    {
      name: 'sandbox-for-specs-only',
      comment: 'Nothing that runs in earnest knows the sandbox; specs enter by its testing door.',
      severity: 'error',
      from: { path: '^(apps|libs|test|bench)/', pathNot: '^apps/sandbox/' },
      to: { path: '^apps/sandbox/', pathNot: '^apps/sandbox/src/testing/index\\.ts$' },
    },
    {
      name: 'studio-stands-alone',
      comment: 'The studio knows Kadr by the client alone: what it can do, a script can.',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^(libs|apps|test|bench)/', pathNot: '^apps/web/src/' },
    },
    {
      name: 'studio-is-known-by-nobody',
      comment: 'What runs on a server does not run in a browser.',
      severity: 'error',
      from: { path: '^(apps|libs|packages|test|bench)/', pathNot: '^apps/web/' },
      to: { path: '^apps/web/' },
    },
    {
      name: 'studio-domain-is-pure',
      comment: 'It knows shapes of the API, and nothing that runs.',
      severity: 'error',
      from: { path: '^apps/web/src/domain/', pathNot: forSpecs },
      to: { pathNot: '^apps/web/src/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'studio-parts-know-no-data',
      comment: 'A part is told what it shows.',
      severity: 'error',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^apps/web/src/(pages|api|live|domain)/' },
    },
    {
      name: 'studio-pages-are-on-top',
      comment: 'Pages use what lies beneath them, never the other way round.',
      severity: 'error',
      from: { path: '^apps/web/src/(api|domain|live|messages|ui)/' },
      to: { path: '^apps/web/src/pages/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Business rules need no framework, package, disk or clock.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/.*\\bdomain/', pathNot: forSpecs },
      to: { pathNot: ['^libs/$1/src/.*\\b(domain|contracts)/', ...pureDoors] },
    },
    {
      name: 'application-knows-ports',
      comment: 'The application layer names what it needs; infrastructure and http come to it.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/.*\\bapplication/', pathNot: forSpecs },
      to: { path: '^libs/$1/src/.*\\b(infrastructure|http)/' },
    },
    {
      name: 'infrastructure-knows-no-http',
      severity: 'error',
      comment: 'What stores and calls out does not know who asked.',
      from: { path: '^libs/([^/]+)/src/.*\\binfrastructure/', pathNot: forSpecs },
      to: { path: '^libs/$1/src/.*\\bhttp/' },
    },
    {
      name: 'testing-for-specs-only',
      comment: 'Builders and fakes do not run in production.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: forSpecs },
      to: { path: '^libs/[^/]+/src/.*\\btesting/' },
    },
    {
      name: 'sdks-on-first-use',
      comment: 'SDKs of providers and storages are large, and most installations call none of them: import() them where they are called.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [forSpecs, buckets, '^apps/sandbox/'] },
      to: {
        path: ['(^|/)node_modules/(openai|@google/genai|@runwayml/sdk|@aws-sdk|@supabase|tus-js-client)/', buckets],
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    ...Object.entries(may).map(([lib, others]) => ({
      name: `arrows-of-${lib}`,
      comment: others.length > 0 ? `${lib} may import ${others.join(', ')}.` : `${lib} imports no other lib.`,
      severity: 'error',
      from: { path: `^libs/${lib}/` },
      to: { path: '^libs/', pathNot: `^libs/(${[lib, ...others].join('|')})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|packages/[^/]+/dist|\\.data[^/]*|test/architecture/violations)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
