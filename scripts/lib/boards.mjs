// What the boards show: [title, unit of Grafana, what it says, …[PromQL, legend, 'rare' where there may be nothing for a long time]].
// What one process at a time tells is read with max.
const places = (sum) => `sum by (queue) (${sum}{job=~"$job"})`;
const p = (quantile, by, metric) =>
  `histogram_quantile(${quantile}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket{job=~"$job"}[5m])))`;

export const BOARDS = [
  {
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
        ['kadr:slo_orders:slow_ratio_1h', 'slower', 'rare'],
      ],
      [
        'Releases',
        'short',
        'Processes of each release; more than one while an update runs',
        ['count by (version) (kadr_build_info{job=~"$job"})', '{{version}}'],
      ],
    ],
  },
  {
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
        'Refused for want of quota',
        'short',
        'Work of an hour, by the first resource that it lacked',
        ['sum by (resource) (increase(kadr_quota_refusals_total{job=~"$job"}[1h]))', '{{resource}}', 'rare'],
      ],
      ['Ledger', 'short', 'Sums that do not agree: always 0', ['max(kadr_billing_differences{job=~"$job"})', 'differences']],
    ],
  },
  {
    uid: 'kadr-queues',
    title: 'Kadr: queues and events',
    panels: [
      ['Due, leased, waiting', 'short', 'Unfinished tasks', ['max by (queue, state) (kadr_tasks{job=~"$job"})', '{{queue}} {{state}}']],
      ['Oldest due task', 's', 'How long it waits', ['max by (queue) (kadr_task_oldest_due_seconds{job=~"$job"})', '{{queue}}']],
      [
        'Places used',
        'percentunit',
        'Of those that all processes have',
        [`${places('kadr_task_places_used')} / ${places('kadr_task_places')}`, '{{queue}}'],
      ],
      [
        'Wait for a place, p95',
        's',
        'From the moment a task could run to its claim',
        [p(0.95, ['queue'], 'kadr_task_wait_seconds'), '{{queue}}'],
      ],
      [
        'Attempts',
        'short',
        'By how they ended, a second',
        ['sum by (outcome) (rate(kadr_task_attempts_total{job=~"$job"}[5m]))', '{{outcome}}'],
      ],
      [
        'Taken over and given back',
        'short',
        'Tasks of an hour',
        ['sum(increase(kadr_tasks_reclaimed_total{job=~"$job"}[1h]))', 'taken from the dead'],
        ['sum(increase(kadr_tasks_given_back_total{job=~"$job"}[1h]))', 'given back by the stopping'],
      ],
      ['Consumers behind', 'short', 'Positions of the log', ['max by (consumer) (kadr_consumer_lag_events{job=~"$job"})', '{{consumer}}']],
      [
        'Consumers behind, in time',
        's',
        'Age of the oldest event at hand',
        ['max by (consumer) (kadr_consumer_lag_seconds{job=~"$job"})', '{{consumer}}'],
      ],
      [
        'Partitions',
        'short',
        'Of all consumers, by the process that works on them: even shares',
        ['sum by (instance) (kadr_consumer_partitions{job=~"$job"})', '{{instance}}'],
      ],
      ['Appends', 's', 'Time of a transaction that appends, p99', [p(0.99, [], 'kadr_append_duration_seconds'), 'p99']],
      ['Relay', 's', 'Age of the oldest event that could not be published', ['max(kadr_relay_lag_seconds{job=~"$job"})', 'age']],
      [
        'Dead letters',
        'short',
        'Parked in a day',
        ['sum by (consumer) (increase(kadr_dead_letters_total{job=~"$job"}[24h]))', '{{consumer}}', 'rare'],
      ],
      [
        'Webhooks',
        'short',
        'Tries by outcome, a second',
        ['sum by (outcome) (rate(kadr_webhook_attempts_total{job=~"$job"}[5m]))', '{{outcome}}', 'rare'],
      ],
      [
        'Webhooks, delay p95',
        's',
        'From what happened to the answer of the receiver',
        [p(0.95, [], 'kadr_webhook_delay_seconds'), 'p95', 'rare'],
      ],
      ['Runs of workflows', 'short', 'That are kept, by status', ['max by (status) (kadr_workflow_runs{job=~"$job"})', '{{status}}']],
      ['Batches', 'short', 'That have not ended, by state', ['max by (state) (kadr_live_batches{job=~"$job"})', '{{state}}']],
      [
        'Messages to people',
        'short',
        'Not sent yet, reminders among them',
        ['max by (channel) (kadr_notifications_waiting{job=~"$job"})', '{{channel}}'],
      ],
      [
        'Oldest message due',
        's',
        'How long it waits',
        ['max by (channel) (kadr_notification_oldest_due_seconds{job=~"$job"})', '{{channel}}'],
      ],
      [
        'What others hear of',
        'short',
        'Announcements of an hour, by type',
        ['sum by (type) (increase(kadr_announcements_total{job=~"$job"}[1h]))', '{{type}}', 'rare'],
      ],
    ],
  },
  {
    uid: 'kadr-runtime',
    title: 'Kadr: runtime and database',
    panels: [
      [
        'Requests',
        'reqps',
        'By route',
        ['sum by (http_route) (rate(http_server_request_duration_seconds_count{job=~"$job"}[5m]))', '{{http_route}}'],
      ],
      ['Requests, p99', 's', 'By route', [p(0.99, ['http_route'], 'http_server_request_duration_seconds'), '{{http_route}}']],
      [
        'Event loop',
        's',
        'Longest time in a minute in which a process did nothing else',
        ['max by (instance) (nodejs_eventloop_delay_max{job=~"$job"})', '{{instance}}'],
      ],
      [
        'Connections',
        'short',
        'Of the pools, by state',
        ['sum by (db_client_connection_state) (db_client_connection_count{job=~"$job"})', '{{db_client_connection_state}}'],
        ['sum(db_client_connection_pending_requests{job=~"$job"})', 'waiting'],
      ],
      [
        'Statements, p95',
        's',
        'By operation',
        [p(0.95, ['db_operation_name'], 'db_client_operation_duration_seconds'), '{{db_operation_name}}'],
      ],
      [
        'Oldest transaction',
        's',
        'While it is open, nothing that was deleted since is cleared away, and readers of the log may wait',
        ['max(kadr_oldest_transaction_seconds{job=~"$job"})', 'age'],
      ],
      ['Leaders', 'short', 'Processes that lead a duty: always one', ['sum by (lock) (kadr_leader{job=~"$job"})', '{{lock}}']],
      ['Stopping', 'short', 'Processes that are being stopped', ['sum(kadr_stopping{job=~"$job"})', 'stopping']],
    ],
  },
];
