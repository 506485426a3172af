import { useMessages } from '../../messages';
import { buttonLook } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu } from '../../ui/menu';
import { type Film } from './use-film';

const OTHERS = ['subtitles.srt', 'voiceover.m4a', 'music.m4a', 'storyboard.json', 'manifest.json'] as const;

/** The film, and beside it whatever else can be taken along: before there is a film, too. */
export function Download({ film: { video } }: { readonly film: Film }) {
  const { film: words } = useMessages();
  const at = `/v1/videos/${video.id}`;
  const names = video.artifacts.map(({ name }) => name);
  const frames = names.filter((name) => name.startsWith('frames/'));
  return (
    <>
      {video.video ? (
        <a
          data-testid="download"
          href={`${at}/artifacts/final.mp4`}
          download={`${video.title ?? 'film'}.mp4`}
          className={buttonLook('plain')}
        >
          <Icon name="download" />
          {words.download}
        </a>
      ) : (
        <button type="button" disabled className={buttonLook('plain')}>
          <Icon name="download" />
          {words.download}
        </button>
      )}
      {names.length > 0 && (
        <Menu icon="chevron-down" label={words.downloads.more} testId="download-menu">
          {OTHERS.filter((name) => names.includes(name)).map((name) => (
            <Entry key={name} name={name} href={`${at}/artifacts/${name}`} label={words.downloads.files[name]} />
          ))}
          {frames.length > 0 && <Entry name="frames" href={`${at}/archive?names=${frames.join(',')}`} label={words.downloads.frames} />}
          <Entry name="all" href={`${at}/archive`} label={words.downloads.all} />
          {video.status === 'completed' && <Entry name="timeline" href={`${at}/export`} label={words.downloads.timeline} />}
        </Menu>
      )}
    </>
  );
}

function Entry({ name, href, label }: { readonly name: string; readonly href: string; readonly label: string }) {
  return (
    <li>
      <a
        data-testid={`download-${name}`}
        href={href}
        download
        className="flex min-h-[30px] items-center rounded-control px-2 hover:bg-room-3 pointer-coarse:min-h-[44px]"
      >
        {label}
      </a>
    </li>
  );
}
