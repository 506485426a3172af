import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type Filter } from '../../domain/sheet';
import { useMessages } from '../../messages';
import { ProblemNote } from '../shell/problem-note';
import { AgainSeveral } from './again-several';
import { ContactSheet } from './contact-sheet';
import { FilmHeader } from './film-header';
import { FilmStrip } from './film-strip';
import { GatePanel } from './gate-panel';
import { Inspector } from './inspector';
import { ScriptGate } from './script-gate';
import { StoppedBar } from './stopped-bar';
import { useAnswer } from './use-answer';
import { type Film, pendingGate } from './use-film';
import { Warnings } from './warnings';

/** The editing room: the sheet in the middle, the decision beside it, time below. */
export function FilmView({ film, error, onRetry }: { readonly film: Film; readonly error: unknown; readonly onRetry: () => void }) {
  const { video, segments } = film;
  const { film: words } = useMessages();
  const { segment, tab } = useSearch({ from: '/shell/videos/$id' });
  const navigate = useNavigate({ from: '/videos/$id' });
  const [filter, setFilter] = useState<Filter>('all');
  const [picked, setPicked] = useState<readonly number[]>([]);
  const gate = pendingGate(video);
  const answer = useAnswer(video.id, gate);
  const isCrossing = gate !== undefined && gate.type !== 'script';
  const preview = useMemo(() => new Set(isCrossing ? (gate.preview ?? []).map((one) => one.segment) : []), [gate, isCrossing]);
  const select = (index: number | undefined) =>
    void navigate({ search: (known) => ({ ...known, segment: index, tab: index === undefined ? known.tab : 'segment' }), replace: true });
  const selected = segments.find(({ index }) => index === segment);

  return (
    <div
      data-testid="video-page"
      data-status={video.status}
      data-stage={video.stage}
      className="flex h-full min-h-0 flex-col max-lg:overflow-auto max-md:h-auto"
    >
      <FilmHeader film={film} />
      <div className="flex min-h-0 flex-1 max-lg:flex-none max-lg:flex-col">
        <main className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:flex-none">
          {error ? (
            <div className="p-4">
              <ProblemNote error={error} onRetry={onRetry} />
            </div>
          ) : null}
          <StoppedBar film={film} onOtherModel={select} />
          <Warnings warnings={video.warnings} />
          {gate?.type === 'script' ? (
            <ScriptGate film={film} gate={gate} answer={answer} />
          ) : segments.length === 0 ? (
            <p className="p-6 text-ink-2">{words.waitingFirst}</p>
          ) : (
            <ContactSheet
              film={film}
              filter={filter}
              onFilter={setFilter}
              selected={segment}
              onSelect={select}
              picked={picked}
              onPick={setPicked}
              crossing={isCrossing ? { crossed: answer.draft.crossed, toggle: answer.toggle, preview, approve: answer.approve } : null}
            />
          )}
          {picked.length > 0 && !isCrossing && <AgainSeveral film={film} picked={picked} onClear={() => setPicked([])} />}
          {segments.length > 0 && <FilmStrip film={film} selected={segment} onSelect={select} />}
        </main>
        <aside
          aria-label={words.tabsLabel}
          data-testid="inspector"
          className={`flex w-[348px] shrink-0 flex-col border-l border-line bg-room-1 max-lg:w-full max-lg:border-t max-lg:border-l-0 ${selected && !isCrossing ? 'max-lg:fixed max-lg:inset-x-0 max-lg:top-[18dvh] max-lg:bottom-0 max-lg:z-40 max-lg:rounded-t-panel max-lg:shadow-float' : ''}`}
        >
          {isCrossing ? (
            <GatePanel film={film} gate={gate} answer={answer} />
          ) : (
            <Inspector film={film} selected={selected} tab={tab} onClose={() => select(undefined)} answered={answer.elsewhere} />
          )}
        </aside>
      </div>
    </div>
  );
}
