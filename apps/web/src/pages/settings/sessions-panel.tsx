import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { sayProblem } from '../../api/problem';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/parts';
import { Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { timeFormat } from '../../domain/formats';

const SESSIONS = ['sessions'];

/** What a browser calls itself, in short. */
const nameOf = (userAgent: string | null): string | null =>
  /(Firefox|Edg|OPR|Chrome|Safari)\/[\d]+/.exec(userAgent ?? '')?.[0].replace('/', ' ') ?? null;

export function SessionsPanel() {
  const messages = useMessages();
  const { settings: words, locale } = messages;
  const client = useQueryClient();
  const sessions = useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await kadr.sessions.list({ limit: 50 }, { signal }).page()).data,
    staleTime: 0,
  });
  const end = useMutation({
    mutationFn: (id: string) => kadr.sessions.end(id),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSIONS }),
    onError: (error) => sayToast(sayProblem(error, messages).text, { isError: true }),
  });
  const when = (iso: string) => timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
  return (
    <Panel title={words.sessions} note={words.sessionsNote}>
      {sessions.isError && <ProblemNote error={sessions.error} onRetry={() => void sessions.refetch()} />}
      <ul>
        {sessions.data?.map(({ id, userAgent, lastUsedAt, isCurrent, member, keyName }) => {
          const name = nameOf(userAgent) ?? words.unknownBrowser;
          return (
            <li key={id} className="flex items-center gap-2 border-t border-line py-1.5">
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  {name} {isCurrent && <Chip>{words.thisOne}</Chip>}
                </span>
                <span className="block truncate text-small text-ink-2">
                  {[member?.email ?? keyName, words.lastUsed(when(lastUsedAt))].filter(Boolean).join(' · ')}
                </span>
              </span>
              {!isCurrent && (
                <Button aria-label={words.endLabel(name)} isBusy={end.isPending && end.variables === id} onClick={() => end.mutate(id)}>
                  {words.end}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
