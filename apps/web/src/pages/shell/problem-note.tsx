import { sayProblem } from '../../api/problem';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';

/** What went wrong, in the reader's language, and what can be done. The rest of the page lives on. */
export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const messages = useMessages();
  const { code, text, traceId } = sayProblem(error, messages);
  return (
    <div
      role="alert"
      data-testid="problem"
      data-code={code}
      className="grid gap-2 rounded-panel border border-fail bg-fail-wash px-3 py-2.5"
    >
      <p className="flex items-start gap-2 text-ink-1">
        <span className="pt-px text-fail">
          <Icon name="circle-alert" size={16} />
        </span>
        {text}
      </p>
      {traceId && <p className="code text-ink-2 select-all">{messages.app.number(traceId)}</p>}
      {onRetry && (
        <div>
          <Button icon="refresh-cw" onClick={onRetry}>
            {messages.app.retry}
          </Button>
        </div>
      )}
    </div>
  );
}
