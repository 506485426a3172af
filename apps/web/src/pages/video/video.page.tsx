import { useParams } from '@tanstack/react-router';
import { ApiError } from '@kadr/sdk';
import { useMessages } from '../../messages';
import { Outline } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { FilmView } from './film-view';
import { useFilm } from './use-film';

export function VideoPage() {
  const { id } = useParams({ from: '/shell/videos/$id' });
  const { film: words, app } = useMessages();
  const { film, error, refetch } = useFilm(id);
  if (film) return <FilmView key={id} film={film} error={error} onRetry={refetch} />;
  const isUnknown = error instanceof ApiError && error.status === 404;
  return (
    <main className="grid gap-3 p-4">
      <h1 className="sr-only">{app.videos}</h1>
      {isUnknown && <p className="text-title">{words.notFound}</p>}
      {error ? (
        <ProblemNote error={error} onRetry={refetch} />
      ) : (
        <div role="status" aria-label={app.loading} className="grid grid-cols-[repeat(auto-fill,minmax(112px,1fr))] gap-3">
          {Array.from({ length: 12 }, (_, at) => (
            <Outline key={at} className="h-[200px]" />
          ))}
        </div>
      )}
    </main>
  );
}
