/** What `GET /status` answers, as far as it is shown. */
export interface ShownStatus {
  readonly release: string;
  /** RFC 3339. */
  readonly at: string;
  readonly [section: string]: unknown;
}

type Row = Readonly<Record<string, unknown>>;

/** Titles of what /status tells, and the members of each row that are shown. */
const SECTIONS: readonly (readonly [title: string, name: string, members: readonly string[]])[] = [
  ['Videos under way', 'videos', ['stage', 'videos']],
  ['Queues', 'queues', ['queue', 'due', 'leased', 'waiting', 'oldestDueSeconds']],
  ['Consumers behind', 'consumers', ['consumer', 'behind']],
  ['Dead letters', 'deadLetters', ['consumer', 'status', 'reason', 'letters']],
  ['Webhook deliveries', 'deliveries', ['state', 'deliveries']],
  ['Providers', 'providers', ['provider', 'orgId', 'state', 'since']],
  ['Paid requests under way', 'paidRequests', ['provider', 'submitted', 'inDoubt', 'waiting']],
  ['Processes', 'instances', ['instance', 'release', 'roles', 'since', 'leads']],
  ['Failed attempts of the last day', 'failures', ['createdAt', 'kind', 'subjectId', 'attempt', 'maxAttempts', 'code', 'traceId']],
];

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',') || '–';
  if (typeof value === 'number') return String(Math.round(value * 10) / 10);
  return typeof value === 'string' ? value : '–';
}

/** The answer of /status as a table for each of its parts; what is empty, or all zeros, is left out, and so is what an older server does not tell. */
export function statusLines(status: ShownStatus): string[] {
  const lines = [`Kadr ${status.release}  ${status.at}`];
  for (const [title, name, members] of SECTIONS) {
    const all = (status[name] ?? []) as readonly Row[];
    const rows = all.filter((row) => !members.slice(1).every((member) => row[member] === 0));
    if (rows.length === 0) continue;
    const cells = [members, ...rows.map((row) => members.map((member) => shown(row[member])))];
    const widths = members.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
    lines.push('', title, ...cells.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()));
  }
  return lines;
}
