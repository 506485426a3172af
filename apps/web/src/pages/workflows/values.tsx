import { type WorkflowValue } from '@kadr/sdk';
import { ownLink } from '../../api/client';
import { useMessages } from '../../messages';

type Values = Readonly<Record<string, WorkflowValue>>;

/** Addresses of the pictures among what a node gives. */
export const picturesIn = (values: Values): string[] =>
  Object.values(values).flatMap(({ type, url }) => (url !== undefined && /^image/i.test(type) ? [url] : []));

/** Whether it is shown as what it is. */
const isSeen = (type: string): boolean => /^(image|video|audio|sound|voice)/i.test(type);

/** What goes in or comes out, by name; text of models is text. */
export function ValueList({ values, title }: { readonly values: Values; readonly title: string }) {
  const { flow: words } = useMessages();
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-small text-ink-2">{title}</h3>
      <dl className="grid gap-2" translate="no">
        {entries.map(([name, { type, value, url, preview }]) => (
          <div key={name} className="grid gap-1">
            <dt className="code text-ink-2">
              {name} · {type}
            </dt>
            <dd className="min-w-0">
              {url !== undefined && /^image/i.test(type) && (
                <img src={ownLink(url)} alt={name} className="max-h-40 rounded-frame bg-frame" />
              )}
              {url !== undefined && /^video/i.test(type) && (
                <video src={ownLink(url)} controls playsInline preload="none" aria-label={name} className="max-h-48 w-full bg-frame" />
              )}
              {url !== undefined && /^(audio|sound|voice)/i.test(type) && (
                <audio src={ownLink(url)} controls preload="none" aria-label={name} className="w-full" />
              )}
              {(url === undefined || !isSeen(type)) && (value !== undefined || preview !== undefined) && (
                <pre translate="no" tabIndex={0} className="code max-h-48 overflow-auto rounded-control bg-room-0 p-2 whitespace-pre-wrap">
                  {textOf(value ?? preview)}
                </pre>
              )}
              {url !== undefined && !isSeen(type) && (
                <a href={ownLink(url)} className="text-small underline" rel="noreferrer" target="_blank">
                  {words.openWhole}
                </a>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));
