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
  readonly labels?: { readonly severity: string };
  readonly annotations?: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}
const rules = (parse(fs.readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules: some }) => some);
const alerts = rules.filter(({ alert }) => alert !== undefined);

/** Series by the minute, in promtool's notation, with which an alert fires after so many minutes, and with which it does not. */
interface Case {
  readonly fires: readonly (readonly [string, string])[];
  readonly quiet: readonly (readonly [string, string])[];
  readonly minutes?: number;
}
const requests = (status: string): string =>
  `http_server_request_duration_seconds_count{http_route="/v1/videos",http_request_method="GET",http_response_status_code="${status}"}`;
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
const file = path.join(repositoryRoot, `.data/rules-test-${process.pid}.yaml`);
beforeAll(async () => {
  const { promtool: found, missing } = await obtainPrometheus({ programsDir: defaultProgramsDir() });
  if (!found) throw new Error(missing ?? 'there is no promtool');
  promtool = found;
}, 120_000);
afterAll(() => fs.rmSync(file, { force: true }));

/** Whether alerts fire as the cases say. @returns what promtool complains of; null: all is as said */
function complaint(wanted: 'fires' | 'quiet', expected: boolean, cases = CASES): string | null {
  const tests = Object.entries(cases).map(([alert, { minutes = 30, ...series }]) => ({
    interval: '1m',
    input_series: series[wanted].map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`,
        eval_time: `${minutes}m`,
        exp_samples: [{ labels: '{}', value: expected ? 1 : 0 }],
      },
    ],
  }));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, stringify({ rule_files: [RULES], evaluation_interval: '1m', tests }));
  try {
    execFileSync(promtool, ['test', 'rules', file], { stdio: 'pipe' });
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
    expect(Object.keys(CASES).sort()).toEqual(alerts.map(({ alert }) => alert).sort());
    expect(complaint('fires', true)).toBeNull();
    expect(complaint('quiet', false)).toBeNull();
    // The other way round nothing is as said: the cases themselves can fail.
    const { KadrDown } = CASES;
    expect(complaint('quiet', true, KadrDown ? { KadrDown } : {})).toContain('FAILED');
  });

  it('each lead to what is to be done', () => {
    const runbooks = fs.readdirSync(path.join(repositoryRoot, 'docs/runbooks')).map((name) => path.basename(name, '.md'));
    expect(runbooks.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
    for (const { alert, labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect([annotations?.summary, annotations?.description].every(Boolean)).toBe(true);
      const text = fs.readFileSync(path.join(repositoryRoot, annotations?.runbook_url ?? ''), 'utf8');
      for (const part of [`# ${alert}`, '**Means**', '**Look at**', '**Do**', '**Never**']) expect(text).toContain(part);
    }
  });
});
