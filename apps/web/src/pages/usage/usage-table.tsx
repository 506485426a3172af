import { type Usage } from '@kadr/sdk';
import { Link } from '@tanstack/react-router';
import { money } from '../../domain/money';
import { useMessages } from '../../messages';
import { amountOf } from '../create/quota-meters';
import { timeFormat } from '../../domain/formats';

type By = 'day' | 'provider' | 'video';

/** Sums as bars and as numbers in one: what is drawn is what is read. */
export function UsageTable({ usage, by }: { readonly usage: Usage; readonly by: By }) {
  const { usage: words, create, locale } = useMessages();
  if (usage.data.length === 0) return <p className="text-ink-2">{words.empty}</p>;
  const most = Math.max(1, ...usage.data.map(({ amountMicros }) => amountMicros));
  return (
    <div tabIndex={0} role="group" aria-label={words.table} className="overflow-x-auto">
      <table data-testid="usage-table" className="w-full min-w-[480px] border-collapse">
        <thead>
          <tr className="text-left text-small text-ink-2">
            {[words.columnsByGroup[by], words.columns.resource, words.columns.quantity, words.columns.amount].map((name, at) => (
              <th key={name} scope="col" className={`border-b border-line py-1.5 font-normal ${at >= 2 ? 'text-right' : ''}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {usage.data.map(({ group, resource, quantity, amountMicros }) => (
            <tr key={`${group} ${resource}`} data-resource={resource} data-group={group}>
              <th scope="row" className="border-b border-line py-1.5 text-left font-normal">
                <Group by={by} group={group} />
              </th>
              <td className="border-b border-line py-1.5">{create.resources[resource]}</td>
              <td className="code border-b border-line py-1.5 text-right" data-value={quantity}>
                {amountOf(resource, quantity, locale)}
              </td>
              <td className="code border-b border-line py-1.5 text-right" data-value={amountMicros}>
                <span aria-hidden="true" className="mr-2 inline-block h-1 w-20 rounded-full bg-room-3 align-middle">
                  <span className="block h-full rounded-full bg-ink-3" style={{ width: `${(Math.max(0, amountMicros) / most) * 100}%` }} />
                </span>
                {money(amountMicros, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Group({ by, group }: { readonly by: By; readonly group: string }) {
  const { usage: words, locale } = useMessages();
  if (by === 'video' && /^[\da-f-]{36}$/.test(group)) {
    return (
      <Link to="/videos/$id" params={{ id: group }} className="code underline">
        {group.slice(0, 8)}
      </Link>
    );
  }
  if (by === 'day')
    return (
      <span className="code">{timeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${group}T00:00:00Z`))}</span>
    );
  return <span className="code">{group === 'local' || group === '' ? words.nobody : group}</span>;
}
