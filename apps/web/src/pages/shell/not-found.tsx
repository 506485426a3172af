import { Link } from '@tanstack/react-router';
import { useMessages } from '../../messages';
import { buttonLook } from '../../ui/button';
import { Empty } from '../../ui/parts';

export function NotFound() {
  const { app } = useMessages();
  return (
    <main className="p-4">
      <h1 className="text-title font-semibold">{app.notFoundTitle}</h1>
      <Empty
        icon="search"
        action={
          <Link to="/videos" className={buttonLook('plain')}>
            {app.toVideos}
          </Link>
        }
      >
        {app.notFound}
      </Empty>
    </main>
  );
}
