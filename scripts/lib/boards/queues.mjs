import { p, places } from './promql.mjs';

export const queues = {
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
};
