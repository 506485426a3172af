import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isSignedOut, sessionQuery } from './api/session';
import { showTheme } from './api/theme';
import { firstLanguage, loadMessages, Speaking } from './messages';
import { announceSignedOut } from './pages/shell/signed-out';
import { loadPageAt, makeRouter } from './routes';

showTheme();
const noticeSignOut = (error: unknown, key: readonly unknown[] = []) => {
  if (isSignedOut(error) && key[0] !== 'session') announceSignedOut();
};
const client = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => noticeSignOut(error, query.queryKey) }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => noticeSignOut(error, mutation.options.mutationKey),
  }),
  defaultOptions: {
    queries: { staleTime: 10 * 60_000, gcTime: 30 * 60_000, retry: false, refetchOnWindowFocus: false, refetchOnReconnect: true },
  },
});

// Asked for at once, beside the words: one after the other, the session would wait for them, and the page for the session.
const router = makeRouter(client);
void client.prefetchQuery(sessionQuery);
loadPageAt(router, location.pathname);

const language = firstLanguage();
void loadMessages(language).then((messages) => {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Speaking first={{ language, messages }}>
          <RouterProvider router={router} />
        </Speaking>
      </QueryClientProvider>
    </StrictMode>,
  );
});
