import { type Video } from '@kadr/sdk';
import { ownLink } from '../../api/client';
import { useWhyNot } from '../../api/session';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { Chip, Heading } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { Animatic } from './animatic';
import { AskSomeone, Deadline } from './gate-parts';
import { pictureOf } from './pictures';
import { type Answer } from './use-answer';
import { type Film, numberOf } from './use-film';

interface GateProps {
  readonly film: Film;
  readonly gate: Video['approvals'][number];
  readonly answer: Answer;
}

/** The decision about pictures or clips, beside the sheet on which they are crossed out. */
export function GatePanel({ film, gate, answer }: GateProps) {
  const { film: words } = useMessages();
  const why = useWhyNot('videos:write');
  const { gate: said } = words;
  const { crossed, note } = answer.draft;
  const chosen = film.segments.filter(({ index }) => crossed.includes(index));
  return (
    <div data-testid={`gate-${gate.type}`} className="flex min-h-0 flex-1 flex-col">
      <div className="grid gap-2 border-b border-line p-4">
        <div>
          <Chip tone="pencil">{said.chips[gate.type]}</Chip>
        </div>
        <h2 className="text-title font-semibold tracking-[-0.01em]">{said.questions[gate.type]}</h2>
        <p className="text-ink-2">{said.texts[gate.type]}</p>
      </div>
      <div className="grid min-h-0 flex-1 content-start gap-4 overflow-auto p-4">
        <Animatic film={film} />
        <div className="grid gap-2">
          <Heading>{said.drawnAgain}</Heading>
          {chosen.length === 0 && <p className="text-small text-ink-3">{said.nothingCrossed}</p>}
          {chosen.map((segment) => {
            const url = pictureOf(segment);
            return (
              <div key={segment.index} className="flex items-center gap-2 rounded-control bg-room-2 p-1.5">
                <span className="h-10 w-6 shrink-0 overflow-hidden rounded-frame bg-frame">
                  {url && <img src={ownLink(url)} alt="" className="size-full object-cover" />}
                </span>
                <span className="min-w-0">
                  <span className="code block text-ink-2">{numberOf(segment.index)}</span>
                  <span className="block truncate text-small">{segment.text}</span>
                </span>
              </div>
            );
          })}
        </div>
        <TextArea
          label={said.different}
          value={note}
          rows={3}
          maxLength={5000}
          onChange={(event) => answer.change({ note: event.target.value })}
        />
        <Deadline gate={gate} />
        {answer.error ? <ProblemNote error={answer.error} /> : null}
      </div>
      <footer className="sticky bottom-0 grid gap-2 border-t border-line bg-room-1 p-4 max-md:bottom-[57px]">
        <div className="grid grid-cols-2 gap-2">
          <Button
            icon="x"
            why={why}
            isBusy={answer.isBusy}
            onClick={() => answer.reject()}
            className="min-h-[36px]"
            data-testid="gate-reject"
          >
            {crossed.length > 0 ? said.again(crossed.length) : said.allAgain}
          </Button>
          <Button
            kind="primary"
            icon="check"
            why={why}
            isBusy={answer.isBusy}
            onClick={answer.approve}
            className="min-h-[36px]"
            data-testid="gate-approve"
          >
            {said.approve}
          </Button>
        </div>
        <AskSomeone videoId={film.video.id} type={gate.type} />
      </footer>
    </div>
  );
}
