import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { obtainPrometheus } from '../../scripts/lib/prometheus.mjs';
import { dashboardFiles } from '../../scripts/lib/dashboards.mjs';
import { metricsFiles } from '../../scripts/lib/metrics.mjs';
import { defaultProgramsDir, repositoryRoot } from '../../scripts/services.mjs';
import { CHART } from './chart.js';

const RULES = path.join(CHART, 'files/rules.yaml');
interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string; readonly slo?: string };
  readonly annotations?: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}
const rules = (parse(fs.readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules: some }) => some);
const alerts = rules.filter(({ alert }) => alert !== undefined);

/** Series by the minute, or by so many, in promtool's notation, with which an alert fires after so many minutes, and with which it does not. */
interface Case {
  readonly fires: readonly (readonly [string, string])[];
  readonly quiet: readonly (readonly [string, string])[];
  readonly minutes?: number;
  /** Between two samples and two looks; a day by the minute takes promtool minutes. */
  readonly everyMinutes?: number;
}
const requests = (status: string): string =>
  `http_server_request_duration_seconds_count{http_route="/v1/videos",http_request_method="GET",http_response_status_code="${status}"}`;
const orders = (end: string): string =>
  `http_server_request_duration_seconds_${end.replace('le=', 'http_route="/v1/videos",http_request_method="POST",http_response_status_code="202",le=')}`;
const [ORDERS, QUICK_ORDERS] = [orders('count{le=""}'), orders('bucket{le="0.5"}')];
const [DONE, FAILED] = [
  'kadr_videos_finished_total{outcome="completed",reason=""}',
  'kadr_videos_finished_total{outcome="failed",reason="ffmpeg_failed"}',
];
// As Prometheus 2 keeps a bound, and as 3 does.
const [FILMS, FILMS_IN_TIME, FILMS_IN_TIME_3] = ['count', 'bucket{le="8"}', 'bucket{le="8.0"}'].map(
  (end) => `kadr_video_turnaround_ratio_${end}`,
) as [string, string, string];
const [TAKEN, TAKEN_SOON, TAKEN_SOON_3] = ['count', 'bucket{le="60"}', 'bucket{le="60.0"}'].map(
  (end) => `kadr_webhook_delay_seconds_${end}`,
) as [string, string, string];
/** Steps of ten minutes. */
const DAY = 24 * 6;
const A_DAY = { minutes: 24 * 60, everyMinutes: 10 };
/** Each alert; where several have one name, with its label: an objective. */
const CASES: Readonly<Record<string, Case>> = {
  KadrDown: { fires: [['kadr_build_info{roles="worker"}', '1x30']], quiet: [['kadr_build_info{roles="api,worker"}', '1x30']] },
  KadrNoLeader: {
    fires: [['kadr_leader{lock="integrations.task-reconciler",pod="a"}', '0x30']],
    quiet: [
      ['kadr_leader{lock="integrations.task-reconciler",pod="a"}', '1x30'],
      ['kadr_leader{lock="integrations.task-reconciler",pod="b"}', '0x30'],
    ],
  },
  KadrLedgerDiffers: { fires: [['kadr_billing_differences', '0x5 2x25']], quiet: [['kadr_billing_differences', '0x30']] },
  // Its process restarts in the middle, and counts from zero again.
  KadrPossibleDuplicate: {
    fires: [['kadr_possible_provider_duplicates_total{provider="kie"}', '3x10 0 1x19']],
    quiet: [['kadr_possible_provider_duplicates_total{provider="kie"}', '3x10 0x20']],
  },
  KadrProviderClosed: {
    fires: [['kadr_provider_closed_total{provider="kie",state="no_credit"}', '0x25 1x5']],
    quiet: [['kadr_provider_closed_total{provider="kie",state="breaker"}', '0x25 1x5']],
  },
  KadrConsumerStuck: {
    fires: [['kadr_consumer_lag_events{consumer="a"}', '500x30']],
    quiet: [
      [
        'kadr_consumer_lag_events{consumer="a"}',
        '500 500 500 3 500 500 500 3 500 500 500 3 500 500 500 3 500 500 500 3 500 500 500 3 500 500 500 3 500 500',
      ],
    ],
  },
  KadrRelayStuck: { fires: [['kadr_relay_lag_seconds', '0+10x30']], quiet: [['kadr_relay_lag_seconds', '0 90 0x28']] },
  KadrQueueStarves: {
    fires: [['kadr_task_oldest_due_seconds{queue="render"}', '0+60x30']],
    quiet: [['kadr_task_oldest_due_seconds{queue="render"}', '290x30']],
  },
  KadrApiErrorsFast: {
    fires: [
      [requests('200'), '0+100x60'],
      [requests('500'), '0+3x60'],
    ],
    // A restart is no error, and neither is one bad answer of a thousand.
    quiet: [
      [requests('200'), '0+1000x30 0+1000x29'],
      [requests('500'), '0+1x60'],
      [requests('404'), '0+500x60'],
    ],
    minutes: 60,
  },
  KadrApiErrorsSlow: {
    fires: [
      [requests('200'), '0+100x60'],
      [requests('503'), '0+1x60'],
    ],
    quiet: [[requests('200'), '0+100x60']],
    minutes: 60,
  },
  KadrFilmsFail: {
    fires: [
      ['kadr_videos_finished_total{outcome="completed",reason=""}', '0+1x60'],
      ['kadr_videos_finished_total{outcome="failed",reason="ffmpeg_failed"}', '0+1x60'],
    ],
    // Few films: one failure is no incident.
    quiet: [
      ['kadr_videos_finished_total{outcome="completed",reason=""}', '0x55 1x5'],
      ['kadr_videos_finished_total{outcome="failed",reason="ffmpeg_failed"}', '0x50 2x10'],
    ],
    minutes: 60,
  },
  KadrOrdersSlow: {
    fires: [
      [ORDERS, '0+10x60'],
      [QUICK_ORDERS, '0+8x60'],
    ],
    // One of ten, for an hour alone; and few orders.
    quiet: [
      [ORDERS, '0x50 0+2x9'],
      [QUICK_ORDERS, '0x60'],
    ],
    minutes: 60,
  },
  KadrFilmsLate: {
    fires: [
      [FILMS, '0+1x60'],
      [FILMS_IN_TIME_3, '0x60'],
    ],
    quiet: [
      [FILMS, '0+10x60'],
      [FILMS_IN_TIME_3, '0+8x60'],
    ],
    minutes: 60,
  },
  KadrWebhooksSlow: {
    fires: [
      [TAKEN, '0+100x60'],
      [TAKEN_SOON_3, '0+97x60'],
    ],
    quiet: [
      [TAKEN, '0+1000x60'],
      [TAKEN_SOON_3, '0+999x60'],
    ],
    minutes: 60,
  },
  KadrLogHeldUp: {
    fires: [['kadr_oldest_transaction_seconds', '0+2x30']],
    quiet: [['kadr_oldest_transaction_seconds', '20x15 30 20x14']],
  },
  'KadrBudgetBurns/api': {
    fires: [
      [requests('200'), `0+1000x${DAY}`],
      [requests('500'), `0+4x${DAY}`],
    ],
    // Not any more: it was so until seven hours ago.
    quiet: [
      [requests('200'), `0+10000x${DAY}`],
      [requests('500'), `0+40x${DAY - 40} _x40`],
    ],
    ...A_DAY,
  },
  'KadrBudgetBurns/orders': {
    fires: [
      [ORDERS, `0+100x${DAY}`],
      [QUICK_ORDERS, `0+96x${DAY}`],
    ],
    quiet: [
      [ORDERS, `0+1000x${DAY}`],
      [QUICK_ORDERS, `0+995x${DAY}`],
    ],
    ...A_DAY,
  },
  'KadrBudgetBurns/films': {
    fires: [
      [DONE, `0+50x${DAY}`],
      [FAILED, `0+1x${DAY}`],
    ],
    quiet: [
      [DONE, `0+300x${DAY}`],
      [FAILED, `0+1x${DAY}`],
    ],
    ...A_DAY,
  },
  'KadrBudgetBurns/in_time': {
    fires: [
      [FILMS, `0+10x${DAY}`],
      [FILMS_IN_TIME, `0+8x${DAY}`],
    ],
    quiet: [
      [FILMS, `0+100x${DAY}`],
      [FILMS_IN_TIME, `0+98x${DAY}`],
    ],
    ...A_DAY,
  },
  'KadrBudgetBurns/webhooks': {
    fires: [
      [TAKEN, `0+1000x${DAY}`],
      [TAKEN_SOON, `0+996x${DAY}`],
    ],
    quiet: [
      [TAKEN, `0+10000x${DAY}`],
      [TAKEN_SOON, `0+9999x${DAY}`],
    ],
    ...A_DAY,
  },
  KadrWorkDrivenOn: {
    fires: [['kadr_work_resumed_total{what="workflow run"}', '0x25 1x5']],
    quiet: [['kadr_work_resumed_total{what="workflow run"}', '2x30']],
  },
  KadrSchedulesLate: {
    fires: [
      ['kadr_schedule_lag_bucket{le="15"}', '0+9x60'],
      ['kadr_schedule_lag_bucket{le="60"}', '0+10x60'],
      ['kadr_schedule_lag_bucket{le="+Inf"}', '0+10x60'],
    ],
    quiet: [
      ['kadr_schedule_lag_bucket{le="15"}', '0+96x60'],
      ['kadr_schedule_lag_bucket{le="60"}', '0+100x60'],
      ['kadr_schedule_lag_bucket{le="+Inf"}', '0+100x60'],
    ],
    minutes: 60,
  },
  KadrDeadLetters: {
    fires: [['kadr_dead_letters_total{consumer="a"}', '0x20 1x10']],
    quiet: [['kadr_dead_letters_total{consumer="a"}', '7x30']],
  },
  KadrFallbacksMany: {
    // All of them: none was ever made by that model.
    fires: [['kadr_segment_fallbacks_total{provider="kie",model="veo",reason="timeout",to="local"}', '0+1x60']],
    quiet: [
      ['kadr_segment_fallbacks_total{provider="kie",model="veo",reason="timeout",to="local"}', '0+1x60'],
      ['kadr_segments_made_total{provider="kie",model="veo"}', '0+9x60'],
    ],
    minutes: 60,
  },
  KadrTasksLost: {
    fires: [
      ['kadr_tasks_reclaimed_total', '0+1x60'],
      ['kadr_task_attempts_total{queue="render",kind="a",outcome="done"}', '0+10x60'],
    ],
    quiet: [
      ['kadr_tasks_reclaimed_total', '0x50 1x10'],
      ['kadr_task_attempts_total{queue="render",kind="a",outcome="done"}', '0+10x60'],
    ],
    minutes: 60,
  },
  KadrPoolWaits: {
    fires: [['db_client_connection_pending_requests{instance="a"}', '2x30']],
    quiet: [['db_client_connection_pending_requests{instance="a"}', '2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0']],
  },
  KadrEventLoopBlocked: {
    fires: [['nodejs_eventloop_delay_max{instance="a"}', '1.5x30']],
    quiet: [['nodejs_eventloop_delay_max{instance="a"}', '0.4x30']],
  },
  KadrWebhooksLate: { fires: [['kadr_webhook_oldest_due_seconds', '400x30']], quiet: [['kadr_webhook_oldest_due_seconds', '100x30']] },
  KadrNotificationsLate: {
    fires: [['kadr_notification_oldest_due_seconds{channel="email"}', '400x30']],
    quiet: [['kadr_notification_oldest_due_seconds{channel="email"}', '400x3 0 400x8 0 400x8 0x8']],
  },
  KadrReservationOld: {
    fires: [['kadr_open_reservations_oldest_seconds', '90000x30']],
    quiet: [['kadr_open_reservations_oldest_seconds', '90000x10 3600x20']],
  },
  KadrEstimatesOff: {
    fires: [
      ['kadr_estimate_ratio_bucket{le="1.3"}', `0+10x${DAY}`],
      ['kadr_estimate_ratio_bucket{le="2"}', `0+20x${DAY}`],
      ['kadr_estimate_ratio_bucket{le="+Inf"}', `0+20x${DAY}`],
      ['kadr_estimate_ratio_count', `0+20x${DAY}`],
    ],
    quiet: [
      ['kadr_estimate_ratio_bucket{le="0.7"}', `0+10x${DAY}`],
      ['kadr_estimate_ratio_bucket{le="1.3"}', `0+20x${DAY}`],
      ['kadr_estimate_ratio_bucket{le="+Inf"}', `0+20x${DAY}`],
      ['kadr_estimate_ratio_count', `0+20x${DAY}`],
    ],
    ...A_DAY,
  },
  KadrVersionsMixed: {
    fires: [
      ['kadr_build_info{version="1",roles="api"}', '1x60'],
      ['kadr_build_info{version="2",roles="api"}', '1x60'],
    ],
    quiet: [
      ['kadr_build_info{version="1",roles="api"}', '1x20'],
      ['kadr_build_info{version="2",roles="api"}', '1x60'],
    ],
    minutes: 60,
  },
};

let promtool: string;
const folder = path.join(repositoryRoot, `.data/rules-test-${process.pid}`);
beforeAll(async () => {
  const { promtool: found, missing } = await obtainPrometheus({ programsDir: defaultProgramsDir() });
  if (!found) throw new Error(missing ?? 'there is no promtool');
  promtool = found;
}, 120_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const nameOf = ({ alert, labels }: Rule): string => (labels?.slo === undefined ? `${alert}` : `${alert}/${labels.slo}`);
function alertSelector(name: string): string {
  const [alert = '', slo] = name.split('/');
  return `alertname="${alert}"${slo === undefined ? '' : `,slo="${slo}"`}`;
}

/** The alert, and what is recorded for it: with all rules a day takes promtool a minute. */
function rulesOf(name: string): object {
  const wanted = rules.filter((rule) => rule.alert !== undefined && nameOf(rule) === name);
  const recorded = rules.filter(({ record = '' }) => record !== '' && wanted.some(({ expr }) => expr.includes(record)));
  return { groups: [{ name: 'kadr', rules: [...recorded, ...wanted] }] };
}

/** Whether alerts fire as the cases say. @returns what promtool complains of; null: all is as said */
function complaint(wanted: 'fires' | 'quiet', expected: boolean, cases = CASES): string | null {
  fs.mkdirSync(folder, { recursive: true });
  const files = Object.entries(cases).map(([name, { minutes = 30, everyMinutes = 1, ...series }]) => {
    const [ruleFile, testFile] = ['rules', 'test'].map((kind) => path.join(folder, `${name.replace('/', '-')}.${kind}.yaml`)) as [
      string,
      string,
    ];
    const tests = [
      {
        interval: `${everyMinutes}m`,
        input_series: series[wanted].map(([of, values]) => ({ series: of, values })),
        promql_expr_test: [
          {
            expr: `count(ALERTS{${alertSelector(name)},alertstate="firing"}) or vector(0)`,
            eval_time: `${minutes}m`,
            exp_samples: [{ labels: '{}', value: expected ? 1 : 0 }],
          },
        ],
      },
    ];
    fs.writeFileSync(ruleFile, stringify(rulesOf(name)));
    fs.writeFileSync(testFile, stringify({ rule_files: [ruleFile], evaluation_interval: `${everyMinutes}m`, tests }));
    return testFile;
  });
  try {
    execFileSync(promtool, ['test', 'rules', ...files], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout) + String((error as { stderr?: unknown }).stderr);
  }
}

/** All names of series that Kadr, or a rule, gives. */
function knownNames(): ReadonlySet<string> {
  const all = JSON.parse(metricsFiles().find(({ file: name }) => name.endsWith('.json'))?.text ?? '[]') as { name: string; type: string }[];
  const series = all.flatMap(({ name, type }) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]));
  return new Set([...series, ...rules.flatMap(({ record }) => record ?? [])]);
}

/** Names in an expression that nobody gives. @throws what Jest says when it is none */
function strangersIn(expr: string, known: ReadonlySet<string>): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter: (node) => {
      expect([expr, node.type.isError]).toEqual([expr, false]);
      if (node.name === 'VectorSelector') names.push(/^[\w:]+/.exec(expr.slice(node.from, node.to))?.[0] ?? '');
    },
  });
  expect([expr, names.length > 0]).toEqual([expr, true]);
  return names.filter((name) => !known.has(name) && !/^(nodejs|v8js)_/.test(name));
}

describe('the rules', () => {
  it('are as Prometheus reads them', () => {
    expect(execFileSync(promtool, ['check', 'rules', RULES], { encoding: 'utf8', stdio: 'pipe' })).toContain(`${rules.length} rules found`);
    const config = path.join(repositoryRoot, 'deploy/observability/prometheus.yml');
    const said = execFileSync(promtool, ['check', 'config', '--syntax-only', config], { encoding: 'utf8', stdio: 'pipe' });
    expect(said).toContain('SUCCESS');
  });

  it('name metrics that Kadr has', () => {
    const known = knownNames();
    for (const { expr, alert, record } of rules) expect([alert ?? record, strangersIn(expr, known)]).toEqual([alert ?? record, []]);
    expect(strangersIn('sum(rate(kadr_nothing_total[5m])) / kadr_leader', known)).toEqual(['kadr_nothing_total']);
  });

  it('record each objective over the same windows, by one expression', () => {
    const byObjective = new Map<string, Map<string, string>>();
    for (const { record = '', expr } of rules.filter((rule) => rule.record !== undefined)) {
      const [, slo = '', window = ''] = /^kadr:slo_(\w+):error_ratio_(\w+)$/.exec(record) ?? [];
      byObjective.set(slo, (byObjective.get(slo) ?? new Map<string, string>()).set(window, expr.replaceAll(`[${window}]`, '[…]')));
    }
    expect([...byObjective.keys()]).toEqual(['api', 'films', 'orders', 'in_time', 'webhooks']);
    for (const [slo, windows] of byObjective) {
      expect([slo, [...windows.keys()]]).toEqual([slo, ['5m', '30m', '1h', '2h', '6h', '1d', '3d']]);
      expect([slo, new Set(windows.values()).size]).toEqual([slo, 1]);
    }
  });

  it('and the boards ask for nothing else; a board is as it was generated', () => {
    const files = dashboardFiles();
    expect(fs.readdirSync(path.join(CHART, 'files/dashboards')).sort()).toEqual(files.map(({ file: name }) => path.basename(name)).sort());
    const known = knownNames();
    for (const { file: name, text } of files) {
      expect([name, fs.readFileSync(path.join(repositoryRoot, name), 'utf8') === text]).toEqual([name, true]);
      const { panels } = JSON.parse(text) as {
        panels: { title: string; description: string; fieldConfig: { defaults: { unit: string } }; targets: { expr: string }[] }[];
      };
      expect(panels.length).toBeGreaterThan(5);
      for (const { title, description, fieldConfig, targets } of panels) {
        expect([title, Boolean(description), Boolean(fieldConfig.defaults.unit), targets.length > 0]).toEqual([title, true, true, true]);
        for (const { expr } of targets) expect([title, strangersIn(expr.replaceAll('$job', 'kadr'), known)]).toEqual([title, []]);
      }
    }
  });

  it('each fire when they should, and only then', () => {
    expect(Object.keys(CASES).sort()).toEqual(alerts.map(nameOf).sort());
    expect(complaint('fires', true)).toBeNull();
    expect(complaint('quiet', false)).toBeNull();
    // The other way round nothing is as said: the cases themselves can fail.
    const { KadrDown } = CASES;
    expect(complaint('quiet', true, KadrDown ? { KadrDown } : {})).toContain('FAILED');
  });

  it('each lead to what is to be done', () => {
    const runbooks = fs.readdirSync(path.join(repositoryRoot, 'docs/runbooks')).map((name) => path.basename(name, '.md'));
    expect(runbooks.sort()).toEqual([...new Set(alerts.map(({ alert }) => alert))].sort());
    for (const { alert, labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect([annotations?.summary, annotations?.description].every(Boolean)).toBe(true);
      const text = fs.readFileSync(path.join(repositoryRoot, annotations?.runbook_url ?? ''), 'utf8');
      for (const part of [`# ${alert}`, '**Means**', '**Look at**', '**Do**', '**Never**']) expect(text).toContain(part);
    }
  });
});
