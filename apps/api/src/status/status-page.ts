import { table } from '#platform/json';
import { createHash } from 'node:crypto';
import { type Status } from './read-status.js';

const STYLE = `:root{color-scheme:light dark}
body{margin:2rem auto;max-width:70rem;padding:0 1rem;font:16px/1.45 system-ui,sans-serif}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.8rem 0 .4rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.25rem .9rem .25rem 0;text-align:left;border-bottom:1px solid #8885;font-variant-numeric:tabular-nums}
th{font-weight:600}p{margin:.3rem 0}`;

/** No script, and nothing from elsewhere. */
export const STATUS_HEADERS: Readonly<Record<string, string>> = table({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
});

const escaped = (value: unknown): string => String(value ?? '–').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Headings of columns, in the order of the members that are shown. */
type Columns = Readonly<Record<string, string>>;

const SECTIONS: readonly (readonly [title: string, of: (status: Status) => readonly object[], none: string, Columns])[] = [
  ['Videos under way', ({ videos }) => videos, 'There are none.', { stage: 'Stage', videos: 'Videos' }],
  [
    'Queues',
    ({ queues }) => queues.map((one) => ({ ...one, oldestDueSeconds: Math.round(one.oldestDueSeconds) })),
    'There are none.',
    { queue: 'Queue', role: 'Role', due: 'Due', leased: 'Under way', waiting: 'Waiting', oldestDueSeconds: 'Oldest due, s' },
  ],
  [
    'Consumers behind the log',
    ({ consumers }) => consumers.filter(({ behind }) => behind > 0),
    'All are at its end.',
    { consumer: 'Consumer', behind: 'Positions' },
  ],
  [
    'Dead letters',
    ({ deadLetters }) => deadLetters,
    'There are none.',
    { consumer: 'Consumer', status: 'Status', reason: 'Reason', letters: 'Letters' },
  ],
  ['Webhook deliveries', ({ deliveries }) => deliveries, 'None is under way.', { state: 'State', deliveries: 'Deliveries' }],
  [
    'Providers',
    ({ providers }) => providers.map((one) => ({ ...one, orgId: one.orgId ?? 'the installation' })),
    'None was used yet.',
    { provider: 'Provider', orgId: 'Key of', state: 'State', since: 'Since' },
  ],
  [
    'Paid requests under way',
    ({ paidRequests }) => paidRequests,
    'There are none.',
    { provider: 'Provider', submitted: 'Taken', inDoubt: 'In doubt', waiting: 'Not sent' },
  ],
  [
    'Processes',
    ({ instances }) => instances.map((one) => ({ ...one, roles: one.roles.join(', '), leads: one.leads.join(', ') })),
    'None holds a connection for locks.',
    { instance: 'Process', release: 'Release', roles: 'Roles', since: 'Since', leads: 'Leads' },
  ],
  [
    'Failed attempts of the last day',
    ({ failures }) => failures.map((one) => ({ ...one, attempt: `${one.attempt} of ${one.maxAttempts}` })),
    'There are none.',
    { createdAt: 'Asked for', kind: 'Task', subjectId: 'Of', attempt: 'Attempt', state: 'State', code: 'Code', traceId: 'Trace' },
  ],
];

export function statusPage(status: Status): string {
  const sections = SECTIONS.map(([title, of, none, columns]) => section(title, of(status), none, columns)).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Kadr: status</title><style>${STYLE}</style></head>
<body><h1>Kadr ${escaped(status.release)}</h1><p>${escaped(status.at)}</p>
${sections}
</body></html>
`;
}

function section(title: string, rows: readonly object[], none: string, columns: Columns): string {
  const heading = `<h2>${escaped(title)}</h2>`;
  if (rows.length === 0) return `${heading}<p>${escaped(none)}</p>`;
  const head = Object.values(columns).map((name) => `<th scope="col">${escaped(name)}</th>`);
  const body = rows.map((row) => {
    const cells = Object.keys(columns).map((member) => `<td>${escaped((row as Record<string, unknown>)[member])}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `${heading}<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
