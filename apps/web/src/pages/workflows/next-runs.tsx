import { type Occurrence } from '@kadr/sdk';
import { useMessages } from '../../messages';
import { timeFormat } from '../../domain/formats';

/** The next times by the wall clock of the schedule, with the distance to UTC: a change to summer time is seen. */
export function NextRuns({ next, timezone }: { readonly next: readonly Occurrence[]; readonly timezone: string }) {
  const { flow: words, locale } = useMessages();
  const format = timeFormat(locale, {
    ...({ weekday: 'short', day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' } as const),
    ...({ timeZone: timezone, timeZoneName: 'shortOffset' } as const),
  });
  return (
    <div className="grid gap-1">
      <h3 className="text-small text-ink-2">
        {words.nextRuns} <span translate="no">{timezone}</span>
      </h3>
      <ol className="code grid gap-0.5">
        {next.map(({ at, note }) => (
          <li key={at} data-testid="next-run" data-value={at} className="flex justify-between gap-3">
            <time dateTime={at} title={at}>
              {format.format(new Date(at))}
            </time>
            {note !== null && <span className="text-pencil-ink">{words.clockChange}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
