import { ownLink } from '../../api/client';
import { money } from '../../domain/money';
import { ladderOf, type Rung } from '../../domain/ladder';
import { sayReason } from '../../api/problem';
import { type Segment, stateOf } from '../../domain/sheet';
import { secondsText, timeCode } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Chip, Heading, type Tone } from '../../ui/parts';
import { AgainForm } from './again-form';
import { Takes } from './takes';
import { pictureOf } from './pictures';
import { type Film, numberOf } from './use-film';

const TONES: Record<ReturnType<typeof stateOf>, Tone> = {
  waiting: 'plain',
  image: 'live',
  making: 'live',
  done: 'plain',
  replaced: 'splice',
  failed: 'fail',
};

export function SegmentHead({ film, segment }: { readonly film: Film; readonly segment: Segment }) {
  const { film: words, locale } = useMessages();
  const state = stateOf(segment);
  const picture = pictureOf(segment);
  const facts: [string, string][] = [
    [words.facts.in, timeCode(film.starts[segment.index] ?? 0)],
    [words.facts.length, secondsText(segment.durationSeconds, locale)],
    [words.facts.seed, String(segment.seed)],
    [words.facts.tries, String(segment.attempts)],
    [words.facts.paid, money(segment.costMicros, locale)],
  ];
  return (
    <div className="flex gap-3">
      <div
        className="w-[112px] shrink-0 overflow-hidden rounded-frame bg-frame"
        style={{ aspectRatio: film.video.request.aspectRatio.replace(':', ' / ') }}
      >
        {segment.videoUrl ? (
          <video
            key={segment.videoUrl}
            src={ownLink(segment.videoUrl)}
            poster={picture ? ownLink(picture) : undefined}
            controls
            muted
            playsInline
            preload="none"
            aria-label={words.segment(numberOf(segment.index))}
            className="size-full object-cover"
          />
        ) : (
          picture && <img src={ownLink(picture)} alt="" className="size-full object-cover" />
        )}
      </div>
      <div className="grid min-w-0 content-start gap-2 pr-7">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lead font-semibold">{words.segment(numberOf(segment.index))}</h2>
          {state !== 'done' && <Chip tone={TONES[state]}>{words.states[state]}</Chip>}
        </div>
        <p className="max-h-24 overflow-auto">{segment.text}</p>
        <dl className="code grid grid-cols-[auto_1fr] gap-x-3">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-2">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

export function SegmentPanel({ film, segment }: { readonly film: Film; readonly segment: Segment }) {
  const { film: words } = useMessages();
  const rungs = ladderOf(segment.ladder);
  return (
    <div className="grid gap-4">
      {rungs.length > 0 && (
        <section className="grid gap-2">
          <Heading>{words.why}</Heading>
          <ol data-testid="ladder" className="grid">
            {rungs.map((rung, at) => (
              <LadderRung key={`${at} ${rung.model}`} rung={rung} isLast={at === rungs.length - 1} />
            ))}
          </ol>
          {segment.attribution && (
            <a href={segment.attribution.pageUrl} rel="noreferrer" target="_blank" className="text-small underline">
              {words.byAuthor(segment.attribution.author)}
            </a>
          )}
        </section>
      )}
      <Takes film={film} segment={segment} />
      <AgainForm film={film} segment={segment} />
    </div>
  );
}

const RUNG_DOT: Record<Rung['state'], string> = {
  waiting: 'border border-line-2 bg-room-1',
  trying: 'bg-live',
  gave_up: 'bg-fail',
  took_over: 'bg-splice',
  made: 'bg-ink-2',
  not_needed: 'border border-line-2 bg-room-1',
};
const RUNG_WORD: Record<Rung['state'], string> = {
  waiting: 'text-ink-2',
  trying: 'text-live',
  gave_up: 'text-fail',
  took_over: 'text-splice',
  made: 'text-ink-2',
  not_needed: 'text-ink-2',
};

function LadderRung({
  rung: { model, state, tries, code, reason, costMicros },
  isLast,
}: {
  readonly rung: Rung;
  readonly isLast: boolean;
}) {
  const messages = useMessages();
  const { film: words, locale } = messages;
  const facts = [
    ...(code === null ? [] : [sayReason(code, reason ?? code, messages)]),
    ...(tries > 0 && state !== 'not_needed' ? [words.triesCount(tries)] : []),
    ...(costMicros === null || costMicros === 0 ? [] : [money(costMicros, locale)]),
  ];
  return (
    <li data-state={state} data-code={code ?? undefined} className="relative grid grid-cols-[16px_1fr] pb-3">
      {!isLast && <span aria-hidden="true" className="absolute top-2 bottom-[-6px] left-[4px] w-px bg-line-2" />}
      <span className={`relative mt-1.5 size-[9px] rounded-full ${RUNG_DOT[state]}`} />
      <span className="min-w-0">
        <span className="code font-semibold">{model}</span> <span className={`text-small ${RUNG_WORD[state]}`}>{words.rungs[state]}</span>
        {facts.length > 0 && <span className="block text-small text-ink-2">{facts.join(' ')}</span>}
      </span>
    </li>
  );
}
