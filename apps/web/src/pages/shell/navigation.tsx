import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { sessionQuery } from '../../api/session';
import { count } from '../../domain/money';
import { useMessages } from '../../messages';
import { buttonLook } from '../../ui/button';
import { Icon, type IconName } from '../../ui/icon';
import { Kbd, Meter } from '../../ui/parts';
import { askPalette } from '../palette/ask';
import { quotaQuery } from '../create/create.queries';
import { Mark } from './mark';

interface Place {
  readonly to: LinkProps['to'];
  readonly icon: IconName;
  readonly name: 'videos' | 'library' | 'models' | 'templates' | 'usage' | 'webhooks' | 'contacts' | 'settings' | 'workflows';
}

const PLACES: readonly Place[] = [
  { to: '/videos', icon: 'film', name: 'videos' },
  { to: '/workflows', icon: 'workflow', name: 'workflows' },
  { to: '/library', icon: 'images', name: 'library' },
  { to: '/models', icon: 'blocks', name: 'models' },
  { to: '/templates', icon: 'layout-template', name: 'templates' },
  { to: '/usage', icon: 'chart-no-axes-column', name: 'usage' },
  { to: '/webhooks', icon: 'webhook', name: 'webhooks' },
  { to: '/contacts', icon: 'users', name: 'contacts' },
  { to: '/settings', icon: 'settings', name: 'settings' },
];

const Count = ({ value }: { readonly value: number }) =>
  value > 0 && <span className="code ml-auto rounded-frame bg-pencil px-1 font-semibold text-on-pencil">{value}</span>;

export function Sidebar({ waiting }: { readonly waiting: number }) {
  const { app, palette } = useMessages();
  const { data: session } = useQuery(sessionQuery);
  return (
    <nav aria-label={app.nav} className="flex w-[176px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line p-2 max-md:hidden">
      <div className="px-2 py-2">
        <Mark />
      </div>
      <Link to="/create" className={buttonLook('primary', 'mb-2')}>
        <Icon name="plus" />
        {app.newVideo}
      </Link>
      {PLACES.map(({ to, icon, name }) => (
        <Link
          key={name}
          to={to}
          className="flex min-h-[30px] items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-room-3 hover:text-ink-1"
          activeProps={{ className: 'bg-room-3 text-ink-1' }}
        >
          <Icon name={icon} />
          {app[name]}
          {name === 'videos' && <Count value={waiting} />}
        </Link>
      ))}
      <button
        type="button"
        onClick={askPalette}
        className="flex min-h-[30px] items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-room-3 hover:text-ink-1"
      >
        <Icon name="search" />
        {palette.open}
        <span aria-hidden="true" className="ml-auto flex gap-0.5">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <div className="mt-auto grid gap-3 px-2 pt-4 pb-1">
        <SecondsLeft />
        <div className="flex min-w-0 items-center gap-2 text-small">
          <span className="grid size-5 shrink-0 place-items-center rounded-frame bg-room-3 font-semibold uppercase">
            {session?.organisation.name.slice(0, 1)}
          </span>
          <span className="truncate">{session?.organisation.name}</span>
        </div>
      </div>
    </nav>
  );
}

function SecondsLeft() {
  const { app, locale } = useMessages();
  const { data } = useQuery(quotaQuery);
  const seconds = data?.resources.find(({ resource }) => resource === 'video_seconds');
  if (!seconds || seconds.limit === null) return null;
  const used = seconds.used + seconds.reserved;
  return (
    <Meter
      label={app.seconds}
      said={app.secondsLeft(count(used, locale), count(seconds.limit, locale))}
      used={seconds.limit > 0 ? used / seconds.limit : 1}
    />
  );
}

/** On a phone: what is needed most, within reach of a thumb. */
export function PhoneBar({ waiting }: { readonly waiting: number }) {
  const { app } = useMessages();
  const places: readonly { readonly to: LinkProps['to']; readonly icon: IconName; readonly name: string }[] = [
    { to: '/videos', icon: 'film', name: app.videos },
    { to: '/create', icon: 'plus', name: app.new },
    { to: '/workflows', icon: 'workflow', name: app.workflows },
    { to: '/usage', icon: 'chart-no-axes-column', name: app.usage },
    { to: '/settings', icon: 'settings', name: app.settings },
  ];
  return (
    <nav
      aria-label={app.nav}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-room-1 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.map(({ to, icon, name }) => (
        <Link
          key={name}
          to={to}
          className="relative grid min-h-[56px] content-center justify-items-center gap-1 text-small text-ink-2"
          activeProps={{ className: 'text-ink-1' }}
        >
          <Icon name={icon} size={18} />
          {name}
          {icon === 'film' && waiting > 0 && (
            <span className="absolute top-1.5 left-1/2 ml-2">
              <Count value={waiting} />
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
