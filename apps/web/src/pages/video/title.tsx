import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { keys, takeAnswer } from '../../live/cache';
import { useMessages } from '../../messages';
import { IconButton } from '../../ui/button';
import { TextField } from '../../ui/field';
import { sayToast } from '../../ui/toast';
import { type Film } from './use-film';

/** What the film is called, changed where it stands. */
export function Title({ film: { video } }: { readonly film: Film }) {
  const messages = useMessages();
  const { videos, film: words, app } = messages;
  const why = useWhyNot('videos:write');
  const client = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (title: string) => kadr.videos.rename(video.id, { title }),
    onSuccess: (changed) => {
      setDraft(null);
      takeAnswer(client, keys.video(video.id), changed);
      void client.invalidateQueries({ queryKey: keys.videos });
    },
    onError: (error) => sayToast(sayProblem(error, messages).text, { isError: true }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const title = draft?.trim() ?? '';
    if (title === '' || title === video.title) setDraft(null);
    else if (!rename.isPending) rename.mutate(title);
  };
  if (draft !== null) {
    return (
      <form onSubmit={submit} className="flex min-w-0 flex-1 items-center gap-1 md:max-w-md">
        <h1 className="sr-only">{video.title ?? videos.untitled}</h1>
        <div className="min-w-0 flex-1">
          <TextField
            label={words.title}
            isLabelHidden
            autoFocus
            maxLength={200}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
          />
        </div>
        <IconButton type="submit" icon="check" label={words.rename} aria-busy={rename.isPending} />
        <IconButton icon="x" label={app.cancel} onClick={() => setDraft(null)} />
      </form>
    );
  }
  return (
    <div className="flex min-w-0 items-center gap-1 max-md:w-full">
      <h1 className="min-w-0 text-title font-semibold tracking-[-0.01em] [overflow-wrap:anywhere]">{video.title ?? videos.untitled}</h1>
      {why === null && <IconButton icon="pencil" label={words.rename} onClick={() => setDraft(video.title ?? '')} />}
    </div>
  );
}
