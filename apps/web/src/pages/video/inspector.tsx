import { Tabs } from '@base-ui/react/tabs';
import { useNavigate } from '@tanstack/react-router';
import { type Panel, PANELS } from '../../domain/address';
import { type Segment } from '../../domain/sheet';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { Files, Request } from './files';
import { Player } from './player';
import { SegmentHead, SegmentPanel } from './segment-panel';
import { Story } from './story';
import { type AnswerDraft } from './use-answer';
import { type Film } from './use-film';

interface InspectorProps {
  readonly film: Film;
  readonly selected: Segment | undefined;
  readonly tab: Panel | undefined;
  readonly onClose: () => void;
  /** What somebody had written when another one had already answered. */
  readonly answered: AnswerDraft | null;
}

/** Beside the sheet: the segment that is selected, or the film as a whole. */
export function Inspector({ film, selected, tab, onClose, answered }: InspectorProps) {
  const { film: words } = useMessages();
  const navigate = useNavigate({ from: '/videos/$id' });
  const panels = PANELS.filter((panel) => panel !== 'segment' || selected);
  const current = panels.find((panel) => panel === tab) ?? panels[0] ?? 'story';
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto">
      {answered && <Elsewhere draft={answered} />}
      <div className="relative border-b border-line p-3">
        {selected ? <SegmentHead film={film} segment={selected} /> : <Player film={film} />}
        {selected && (
          <span className="absolute top-2 right-2">
            <IconButton icon="x" label={words.closeSegment} onClick={onClose} />
          </span>
        )}
      </div>
      <Tabs.Root
        value={current}
        onValueChange={(value) => void navigate({ search: (known) => ({ ...known, tab: value as Panel }), replace: true })}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Tabs.List aria-label={words.tabsLabel} className="flex gap-4 border-b border-line px-3">
          {panels.map((panel) => (
            <Tabs.Tab
              key={panel}
              value={panel}
              className="-mb-px min-h-[34px] border-b-2 border-transparent font-medium text-ink-2 pointer-coarse:min-h-[44px] data-active:border-pencil data-active:text-ink-1"
            >
              {words.tabs[panel]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {selected && (
          <Tabs.Panel value="segment" className="p-3">
            <SegmentPanel key={selected.index} film={film} segment={selected} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="story" className="p-3">
          <Story videoId={film.video.id} segment={selected?.index} version={film.video.updatedAt} />
        </Tabs.Panel>
        <Tabs.Panel value="files" className="p-3">
          <Files film={film} />
        </Tabs.Panel>
        <Tabs.Panel value="request" className="p-3">
          <Request film={film} />
        </Tabs.Panel>
      </Tabs.Root>
    </div>
  );
}

function Elsewhere({ draft: { note, script, crossed } }: { readonly draft: AnswerDraft }) {
  const { film: words } = useMessages();
  const mine = [crossed.length > 0 ? `${words.crossed}: ${crossed.map((index) => index + 1).join(', ')}` : '', note, script ?? ''].filter(
    (line) => line !== '',
  );
  return (
    <div role="alert" data-testid="answered-elsewhere" className="grid gap-1.5 border-b border-line bg-pencil-wash p-3">
      <p className="font-medium">{words.gate.elsewhere}</p>
      {mine.length > 0 && (
        <>
          <p className="text-small text-ink-2">{words.gate.yourNote}</p>
          <p className="max-h-40 overflow-auto whitespace-pre-wrap select-all">{mine.join('\n')}</p>
        </>
      )}
    </div>
  );
}
