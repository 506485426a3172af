import { p } from './promql.mjs';

export const films = {
  uid: 'kadr-films',
  title: 'Kadr: films and providers',
  panels: [
    [
      'Failures by reason',
      'short',
      'Films of 24 hours that failed, by code',
      ['topk(10, max by (reason) (increase(kadr_videos_finished_total{job=~"$job",outcome="failed"}[24h])))', '{{reason}}'],
    ],
    [
      'Segments by model',
      'short',
      'Segments made in an hour',
      ['sum by (provider, model) (rate(kadr_segments_made_total{job=~"$job"}[1h])) * 3600', '{{provider}}:{{model}}'],
    ],
    [
      'Given up',
      'short',
      'Segments of an hour for which something else stood in',
      [
        'sum by (provider, model, to) (rate(kadr_segment_fallbacks_total{job=~"$job"}[1h])) * 3600',
        '{{provider}}:{{model}} → {{to}}',
        'rare',
      ],
    ],
    [
      'Paid requests',
      'reqps',
      'By how they ended',
      ['sum by (provider, outcome) (rate(kadr_provider_submissions_total{job=~"$job"}[15m]))', '{{provider}} {{outcome}}', 'rare'],
    ],
    [
      'Looks at providers',
      'reqps',
      'By what they found',
      ['sum by (provider, outcome) (rate(kadr_provider_looks_total{job=~"$job"}[15m]))', '{{provider}} {{outcome}}', 'rare'],
    ],
    [
      'Possibly paid twice',
      'short',
      'Submissions of a day that were repeated',
      ['sum by (provider) (increase(kadr_possible_provider_duplicates_total{job=~"$job"}[24h]))', '{{provider}}', 'rare'],
    ],
    [
      'Time of films, p95',
      's',
      'From order to end, with what people were waited for',
      [p(0.95, ['outcome'], 'kadr_video_turnaround_seconds'), '{{outcome}}', 'rare'],
    ],
    ['Time in a stage, p95', 's', 'Of completed films', [p(0.95, ['stage'], 'kadr_video_stage_seconds'), '{{stage}}', 'rare']],
    [
      'First picture, p95',
      's',
      'From the order, without what people were waited for',
      [p(0.95, [], 'kadr_video_first_picture_seconds'), 'p95', 'rare'],
    ],
    ['Gates, p50', 's', 'From reaching a gate to its decision', [p(0.5, ['type'], 'kadr_approval_wait_seconds'), '{{type}}', 'rare']],
    [
      'Providers',
      'short',
      "1 for the state in which a provider is with the installation's key",
      ['max by (provider, state) (kadr_provider_state{job=~"$job"})', '{{provider}} {{state}}', 'rare'],
    ],
    [
      'Under way at providers',
      'short',
      'Paid requests that have not ended',
      ['max by (provider, state) (kadr_provider_attempts{job=~"$job"})', '{{provider}} {{state}}', 'rare'],
    ],
    [
      'Wait for a result, p95',
      's',
      'From a paid submission to its result',
      [p(0.95, ['provider', 'model'], 'kadr_provider_wait_seconds'), '{{model}}', 'rare'],
    ],
    [
      'Spent in an hour',
      'short',
      'What providers charged, in units of the currency, as if it went on for an hour',
      [
        'max by (provider, model) (sum by (instance, provider, model) (rate(kadr_cost_micros_total{job=~"$job"}[1h]))) * 3600 / 1e6',
        '{{provider}} {{model}}',
        'rare',
      ],
    ],
    [
      'Set aside',
      'short',
      'For providers, in units of the currency, in periods that run',
      ['max(kadr_reserved_micros{job=~"$job"}) / 1e6', 'reserved'],
    ],
    [
      'Cost of what was estimated, p50 and p90',
      'short',
      'What work has cost for each unit that was set aside for it, when it has ended: 1 is right',
      [p(0.5, [], 'kadr_estimate_ratio'), 'p50', 'rare'],
      [p(0.9, [], 'kadr_estimate_ratio'), 'p90', 'rare'],
    ],
    [
      'Refused for want of quota',
      'short',
      'Work of an hour, by the first resource that it lacked',
      ['sum by (resource) (increase(kadr_quota_refusals_total{job=~"$job"}[1h]))', '{{resource}}', 'rare'],
    ],
    ['Ledger', 'short', 'Sums that do not agree: always 0', ['max(kadr_billing_differences{job=~"$job"})', 'differences']],
  ],
};
