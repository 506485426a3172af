import { p } from './promql.mjs';

export const overview = {
  uid: 'kadr-overview',
  title: 'Kadr: overview',
  panels: [
    [
      'Errors of the API',
      'percentunit',
      'Share of requests of an hour that were answered 5xx; 0.1 % is the objective',
      ['kadr:slo_api:error_ratio_1h', '1 h'],
    ],
    [
      'Films in an hour',
      'short',
      'Films that ended, by outcome, as if it went on for an hour',
      ['max by (outcome) (sum by (instance, outcome) (rate(kadr_videos_finished_total{job=~"$job"}[1h]))) * 3600', '{{outcome}}'],
    ],
    [
      'Budgets',
      'short',
      'How fast the objectives of 30 days are used up, over three days: 1 is exactly all of it, more will miss it',
      ['kadr:slo_api:error_ratio_3d / 0.001', 'answers of the API'],
      ['kadr:slo_orders:error_ratio_3d / 0.01', 'orders within half a second', 'rare'],
      ['kadr:slo_films:error_ratio_3d / 0.005', 'films finished', 'rare'],
      ['kadr:slo_in_time:error_ratio_3d / 0.05', 'films in time', 'rare'],
      ['kadr:slo_webhooks:error_ratio_3d / 0.001', 'webhooks within a minute', 'rare'],
    ],
    ['Videos under way', 'short', 'Where videos stand', ['max by (stage) (kadr_live_videos{job=~"$job"})', '{{stage}}']],
    [
      'Time for a second of film',
      'short',
      'Seconds that completed films took for each second of their length, without what people were waited for; 8 is much',
      [p(0.5, [], 'kadr_video_turnaround_ratio'), 'p50', 'rare'],
      [p(0.95, [], 'kadr_video_turnaround_ratio'), 'p95', 'rare'],
    ],
    ['Film rendered in an hour', 's', 'Seconds of film', ['sum(rate(kadr_video_seconds_total{job=~"$job"}[1h])) * 3600', 'film']],
    [
      'Orders within half a second',
      'percentunit',
      'Share of accepted orders of an hour that took longer',
      ['kadr:slo_orders:error_ratio_1h', 'slower', 'rare'],
    ],
    [
      'Releases',
      'short',
      'Processes of each release; more than one while an update runs',
      ['count by (version) (kadr_build_info{job=~"$job"})', '{{version}}'],
    ],
  ],
};
