import { type Video } from '@kadr/sdk';
import { useMemo } from 'react';
import { useWhyNot } from '../../api/session';
import { changesOf, diffOf, spokenSeconds } from '../../domain/script-diff';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { Chip, Heading } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { AskSomeone, Deadline } from './gate-parts';
import { type Answer } from './use-answer';
import { type Film } from './use-film';

interface ScriptGateProps {
  readonly film: Film;
  readonly gate: Extract<Video['approvals'][number], { type: 'script' }>;
  readonly answer: Answer;
}

/** The script, to be changed as one likes: what was changed stands beside it, and is sent in its place. */
export function ScriptGate({ film, gate, answer }: ScriptGateProps) {
  const { film: words, locale } = useMessages();
  const { gate: said } = words;
  const why = useWhyNot('videos:write');
  const written = gate.preview?.script ?? '';
  const script = answer.draft.script ?? written;
  const pieces = useMemo(() => diffOf(written, script), [written, script]);
  const changes = changesOf(pieces.filter(({ kind }) => kind !== 'same'));
  return (
    <section data-testid="gate-script" className="grid min-h-0 flex-1 content-start gap-4 overflow-auto p-4">
      <div className="grid gap-1.5">
        <div>
          <Chip tone="pencil">{said.chips.script}</Chip>
        </div>
        <h2 className="text-title font-semibold">{said.questions.script}</h2>
        <p className="text-ink-2">{said.texts.script}</p>
      </div>
      <div className="grid gap-4 xl:grid-cols-2">
        <TextArea
          label={said.script}
          rows={16}
          value={script}
          onChange={(event) => answer.change({ script: event.target.value === written ? null : event.target.value })}
          className="text-lead"
          data-testid="script-text"
          note={`${said.spoken(secondsText(spokenSeconds(script), locale, 0))} · ${changes > 0 ? said.changed(changes) : said.unchanged}`}
        />
        <div className="grid content-start gap-4">
          {changes > 0 && (
            <div className="grid gap-1.5" data-testid="script-diff">
              <Heading>{said.changed(changes)}</Heading>
              {pieces.map(({ kind, text }, at) =>
                kind === 'same' ? null : kind === 'added' ? (
                  <ins key={`${at}+`} className="rounded-frame bg-pencil-wash px-2 py-1 no-underline">
                    <span className="sr-only">{said.added}: </span>
                    {text}
                  </ins>
                ) : (
                  <del key={`${at}-`} className="px-2 py-1 text-ink-3">
                    <span className="sr-only">{said.removed}: </span>
                    {text}
                  </del>
                ),
              )}
            </div>
          )}
          <TextArea
            label={said.different}
            rows={3}
            maxLength={5000}
            value={answer.draft.note}
            onChange={(event) => answer.change({ note: event.target.value })}
          />
          <Deadline gate={gate} />
          {answer.error ? <ProblemNote error={answer.error} /> : null}
          <div className="flex flex-wrap gap-2">
            <Button
              icon="rotate-ccw"
              why={why}
              isBusy={answer.isBusy}
              disabled={changes > 0 || answer.draft.note.trim() === ''}
              onClick={() => answer.reject()}
              data-testid="gate-reject"
            >
              {said.rewrite}
            </Button>
            {changes > 0 ? (
              <Button
                kind="primary"
                icon="pencil"
                why={why}
                isBusy={answer.isBusy}
                disabled={script.trim() === ''}
                onClick={() => answer.reject(script)}
                data-testid="gate-edit"
              >
                {said.sendEdit}
              </Button>
            ) : (
              <Button kind="primary" icon="check" why={why} isBusy={answer.isBusy} onClick={answer.approve} data-testid="gate-approve">
                {said.approve}
              </Button>
            )}
          </div>
          <AskSomeone videoId={film.video.id} type="script" />
        </div>
      </div>
    </section>
  );
}
