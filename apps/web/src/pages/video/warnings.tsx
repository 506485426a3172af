import { type Video } from '@kadr/sdk';
import { useMessages } from '../../messages';
import { Icon } from '../../ui/icon';

/** What is not as one may think, and nobody has to mend. */
export function Warnings({ warnings }: Pick<Video, 'warnings'>) {
  const { film: words } = useMessages();
  if (warnings.length === 0) return null;
  return (
    <ul data-testid="warnings" className="grid gap-1 border-b border-line bg-room-1 px-4 py-2 text-small text-ink-2">
      {warnings.map(({ code }) => (
        <li key={code} className="flex items-start gap-2">
          <Icon name="circle-alert" size={16} />
          <span>{words.warnings[code]}</span>
        </li>
      ))}
    </ul>
  );
}
