import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { sessionQuery } from '../../api/session';
import { Live } from '../../live/connection';
import { useMessages } from '../../messages';
import { Dialog } from '../../ui/dialog';
import { Toasts } from '../../ui/toast';
import { KeyForm } from '../sign-in/key-form';
import { countsQuery } from '../videos/videos.queries';
import { Palette } from '../palette/palette';
import { ClipNotices } from '../frame-pairs/clip-notices';
import { ProblemNote } from './problem-note';
import { PhoneBar, Sidebar } from './navigation';
import { onSignedOut } from './signed-out';

/** What stands around every page of those who are signed in. */
export function Shell() {
  const { app } = useMessages();
  const session = useQuery(sessionQuery);
  const client = useQueryClient();
  const [isSignedOut, setSignedOut] = useState(false);
  useEffect(() => onSignedOut(() => setSignedOut(true)), []);
  const { data: counts } = useQuery({ ...countsQuery, enabled: session.isSuccess });
  const waiting = counts?.awaiting_approval ?? 0;
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting}) Kadr` : 'Kadr';
  }, [waiting, path]);
  if (session.isError && !session.data) {
    return (
      <main className="p-6">
        <h1 className="sr-only">Kadr</h1>
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  return (
    <Live>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-pencil focus:p-2 focus:text-on-pencil"
      >
        {app.skip}
      </a>
      <div className="flex min-h-dvh md:h-dvh">
        <Sidebar waiting={waiting} />
        <div id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none max-md:pb-[72px] md:overflow-auto">
          <Outlet />
        </div>
        <PhoneBar waiting={waiting} />
      </div>
      <SignInAgain
        isOpen={isSignedOut}
        onDone={() => {
          setSignedOut(false);
          void client.invalidateQueries();
        }}
      />
      <Palette />
      <ClipNotices />
      <Toasts label={app.news} closeLabel={app.close} />
    </Live>
  );
}

function SignInAgain({ isOpen, onDone }: { readonly isOpen: boolean; readonly onDone: () => void }) {
  const { signIn, app } = useMessages();
  return (
    <Dialog isOpen={isOpen} onClose={() => undefined} title={signIn.title} closeLabel={app.close} testId="sign-in-again">
      <p className="mb-3 text-ink-2">{signIn.again}</p>
      <KeyForm onDone={onDone} />
    </Dialog>
  );
}
