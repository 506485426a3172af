import { p } from './promql.mjs';

export const runtime = {
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
};
