import { type Video } from '@kadr/sdk';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { span } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { copyText } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import { Row } from '../../ui/parts';
import { sayToast } from '../../ui/toast';
import { wholeTime } from '../../domain/formats';

type Gate = Video['approvals'][number];

export function Deadline({ gate: { deadlineAt, onDeadline } }: { readonly gate: Gate }) {
  const { film: words, locale } = useMessages();
  const left = deadlineAt === null ? null : span(Math.max(0, (Date.parse(deadlineAt) - Date.now()) / 1000), locale);
  return (
    <dl className="grid gap-1.5">
      <Row name={words.gate.without}>
        <span title={deadlineAt === null ? undefined : wholeTime(new Date(deadlineAt), locale)}>
          {left === null ? words.gate.waits : onDeadline === 'approve' ? words.gate.goesOn(left) : words.gate.isStopped(left)}
        </span>
      </Row>
    </dl>
  );
}

/** A link for somebody without an account. It works once; where nothing can be copied it is shown. */
export function AskSomeone({ videoId, type }: { readonly videoId: string; readonly type: Gate['type'] }) {
  const messages = useMessages();
  const { film: words, app } = messages;
  const why = useWhyNot('videos:write');
  const once = useOnce();
  const [url, setUrl] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: () => kadr.videos.approvalLinksCreate(videoId, type, {}, { idempotencyKey: once.key() }),
    onSuccess: async (link) => {
      once.answered();
      if (await copyText(link.url)) sayToast(words.gate.linkCopied);
      else setUrl(link.url);
    },
    onError: (error) => {
      once.answered(error);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  return (
    <>
      <Button
        kind="quiet"
        why={why}
        isBusy={make.isPending}
        onClick={() => make.mutate()}
        className="whitespace-normal!"
        data-testid="gate-ask"
      >
        {words.gate.ask}
      </Button>
      <Dialog isOpen={url !== null} onClose={() => setUrl(null)} title={words.gate.link} closeLabel={app.close}>
        <p className="code break-all select-all">{url}</p>
      </Dialog>
    </>
  );
}
