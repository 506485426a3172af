import { useQuery } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { useMessages } from '../../messages';
import { Chip } from '../../ui/parts';
import { Panel } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';

export function MembersPanel() {
  const { settings: words } = useMessages();
  const members = useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => Array.fromAsync(kadr.members.list({}, { signal })),
    staleTime: 0,
  });
  return (
    <Panel title={words.members}>
      {members.isError && <ProblemNote error={members.error} onRetry={() => void members.refetch()} />}
      {members.data?.length === 0 && <p className="text-ink-2">{words.noMembers}</p>}
      <ul>
        {members.data?.map(({ id, email, subject, role }) => (
          <li key={id} className="flex items-center gap-2 border-t border-line py-1.5">
            <span className="min-w-0 flex-1 truncate">{email ?? subject}</span>
            <Chip>{words.roles[role]}</Chip>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
