import { p } from './promql.mjs';

export const workflows = {
  uid: 'kadr-workflows',
  title: 'Kadr: workflows and schedules',
  panels: [
    ['Runs', 'short', 'That are kept, by status', ['max by (status) (kadr_workflow_runs{job=~"$job"})', '{{status}}']],
    [
      'Runs in an hour',
      'short',
      'That ended, as if it went on for an hour',
      ['sum by (outcome) (rate(kadr_workflow_runs_finished_total{job=~"$job"}[1h])) * 3600', '{{outcome}}', 'rare'],
    ],
    [
      'Started by',
      'short',
      'Runs that ended, by what had started them, as if it went on for an hour',
      ['sum by (trigger) (rate(kadr_workflow_runs_finished_total{job=~"$job"}[1h])) * 3600', '{{trigger}}', 'rare'],
    ],
    [
      'Nodes that fail',
      'short',
      'Of 24 hours, by type',
      ['topk(10, sum by (type) (increase(kadr_workflow_nodes_total{job=~"$job",outcome="failed"}[24h])))', '{{type}}', 'rare'],
    ],
    [
      'Nodes',
      'short',
      'Settled in an hour, by outcome, as if it went on for an hour',
      ['sum by (outcome) (rate(kadr_workflow_nodes_total{job=~"$job"}[1h])) * 3600', '{{outcome}}', 'rare'],
    ],
    [
      'Time of nodes, p95',
      's',
      'Of those that need a task, with all their tries',
      [p(0.95, ['type'], 'kadr_workflow_node_duration_seconds'), '{{type}}', 'rare'],
    ],
    [
      'Taken over',
      'short',
      'Results of an hour that nobody had to make, by type and from where',
      ['sum by (type, how) (increase(kadr_workflow_reuse_total{job=~"$job"}[1h]))', '{{type}} {{how}}', 'rare'],
    ],
    [
      'Ticks of schedules',
      'short',
      'Of an hour, by what became of them',
      ['sum by (outcome) (increase(kadr_schedule_ticks_total{job=~"$job"}[1h]))', '{{outcome}}', 'rare'],
    ],
    ['Ticks, how late', 's', 'p95', [p(0.95, [], 'kadr_schedule_lag'), 'p95', 'rare']],
    [
      'Driven on',
      'short',
      'Runs of a day for which nothing was being done: stays 0',
      ['sum(increase(kadr_work_resumed_total{job=~"$job",what="workflow run"}[24h]))', 'runs', 'rare'],
    ],
  ],
};
