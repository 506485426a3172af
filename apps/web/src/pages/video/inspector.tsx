import { useNavigate } from '@tanstack/react-router';
import { type Panel, PANELS } from '../../domain/address';
import { type Segment } from '../../domain/sheet';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { TabList, TabPanel } from '../../ui/tabs';
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
      <div className="px-3">
        <TabList
          id="film-tabs"
          label={words.tabsLabel}
          value={current}
          options={panels.map((value) => ({ value, label: words.tabs[value] }))}
          onChoose={(value) => void navigate({ search: (known) => ({ ...known, tab: value }), replace: true })}
        />
      </div>
      <TabPanel id="film-tabs" value={current} className="min-h-0 flex-1 p-3">
        {current === 'segment' && selected && <SegmentPanel key={selected.index} film={film} segment={selected} />}
        {current === 'story' && <Story videoId={film.video.id} segment={selected?.index} version={film.video.updatedAt} />}
        {current === 'files' && <Files film={film} />}
        {current === 'request' && <Request film={film} />}
      </TabPanel>
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
