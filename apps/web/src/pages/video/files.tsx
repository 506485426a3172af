import { Link } from '@tanstack/react-router';
import { ownLink } from '../../api/client';
import { bytes } from '../../domain/money';
import { requestOf } from '../../domain/order';
import { useMessages } from '../../messages';
import { Button, buttonLook, IconButton } from '../../ui/button';
import { copyText } from '../../ui/copy';
import { Icon } from '../../ui/icon';
import { sayToast } from '../../ui/toast';
import { type Film } from './use-film';

export function Files({ film: { video } }: { readonly film: Film }) {
  const { film: words, app, locale } = useMessages();
  if (video.artifacts.length === 0) return <p className="text-ink-2">{words.filesEmpty}</p>;
  return (
    <ul className="grid">
      {video.artifacts.map(({ name, url, bytes: size, sha256 }) => (
        <li key={name} className="flex items-center gap-1 border-b border-line py-1">
          <span className="min-w-0 flex-1">
            <a href={ownLink(url)} download className="code block truncate underline-offset-2 hover:underline">
              {name}
            </a>
            <span className="code block truncate text-ink-3" title={sha256}>
              {bytes(size, locale)} · {sha256.slice(0, 12)}
            </span>
          </span>
          <IconButton
            icon="link"
            label={`${words.copyLink}: ${name}`}
            onClick={() => void copyText(new URL(ownLink(url), location.origin).href).then((isCopied) => isCopied && sayToast(app.copied))}
          />
        </li>
      ))}
    </ul>
  );
}

/** The order as it was resolved. */
export function Request({ film: { video } }: { readonly film: Film }) {
  const { film: words, app } = useMessages();
  const request = requestOf(video.request);
  const text = JSON.stringify(request, null, 2);
  const curl = `curl -X POST ${location.origin}/v1/videos -H "Authorization: Bearer $KADR_API_KEY" -H 'Content-Type: application/json' -d '${JSON.stringify(request).replaceAll("'", "'\\''")}'`;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Link to="/create" search={{ from: video.id }} className={buttonLook('plain')}>
          <Icon name="film" />
          {words.useAgain}
        </Link>
        <Button icon="copy" onClick={() => void copyText(curl).then((isCopied) => isCopied && sayToast(app.copied))}>
          {words.copyCurl}
        </Button>
      </div>
      <pre translate="no" tabIndex={0} className="code overflow-auto rounded-control bg-room-0 p-2">
        {text}
      </pre>
    </div>
  );
}
