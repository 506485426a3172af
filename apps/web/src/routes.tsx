import { type QueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { orReloading } from './ui/or-reloading';
import { isSignedOut, sessionQuery } from './api/session';
import { readListSearch, readSignInSearch, readVideoSearch, readWorkflowSearch } from './domain/address';
import { segmentsQuery, videoQuery } from './pages/video/video.queries';
import { loadFirstPicture } from './pages/video/pictures';
import { NotFound } from './pages/shell/not-found';
import { Shell } from './pages/shell/shell';
import { SignInPage } from './pages/sign-in/sign-in.page';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const readCreateSearch = ({ from, template, frames }: Record<string, unknown>): { from?: string; template?: string; frames?: boolean } => ({
  ...(frames !== undefined && frames !== false && { frames: true }),
  ...(text(from) && { from: text(from) }),
  ...(text(template) && { template: text(template) }),
});
type By = 'day' | 'provider' | 'video';

/** Every page is loaded when it is opened; what a page shows is in its address. */
export function makeRouter(client: QueryClient) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: SignInPage,
    validateSearch: readSignInSearch,
  });
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: Shell,
    beforeLoad: async ({ location }) => {
      try {
        await client.ensureQueryData(sessionQuery);
      } catch (error) {
        if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { to: location.href } });
      }
    },
  });
  const inShell = { getParentRoute: () => shell };
  const home = createRoute({
    ...inShell,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/videos' });
    },
  });
  const create = createRoute({
    ...inShell,
    path: '/create',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/create/create.page')),
      'CreatePage',
    ),
    validateSearch: readCreateSearch,
  });
  const videos = createRoute({
    ...inShell,
    path: '/videos',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/videos/videos.page')),
      'VideosPage',
    ),
    validateSearch: readListSearch,
  });
  const video = createRoute({
    ...inShell,
    path: '/videos/$id',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/video/video.page')),
      'VideoPage',
    ),
    validateSearch: readVideoSearch,
    // Asked for beside the code of the page. A link that is only pointed at asks for nothing.
    loader: ({ params: { id }, cause }) => {
      if (cause !== 'enter') return;
      void client.prefetchQuery(videoQuery(id));
      void client.prefetchQuery(segmentsQuery(id)).then(() => loadFirstPicture(client.getQueryData(segmentsQuery(id).queryKey)?.data));
    },
  });
  const library = createRoute({
    ...inShell,
    path: '/library',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/library/library.page')),
      'LibraryPage',
    ),
    validateSearch: ({ kind }: Record<string, unknown>): { kind?: string } => (text(kind) ? { kind: text(kind) } : {}),
  });
  const models = createRoute({
    ...inShell,
    path: '/models',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/models/models.page')),
      'ModelsPage',
    ),
  });
  const templates = createRoute({
    ...inShell,
    path: '/templates',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/templates/templates.page')),
      'TemplatesPage',
    ),
  });
  const usage = createRoute({
    ...inShell,
    path: '/usage',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/usage/usage.page')),
      'UsagePage',
    ),
    validateSearch: ({ by }: Record<string, unknown>): { by?: By } => (by === 'provider' || by === 'video' ? { by } : {}),
  });
  const webhooks = createRoute({
    ...inShell,
    path: '/webhooks',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/webhooks/webhooks.page')),
      'WebhooksPage',
    ),
  });
  const workflows = createRoute({
    ...inShell,
    path: '/workflows',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/workflows/workflows.page')),
      'WorkflowsPage',
    ),
  });
  const workflow = createRoute({
    ...inShell,
    path: '/workflows/$id',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/workflows/workflow.page')),
      'WorkflowPage',
    ),
    validateSearch: readWorkflowSearch,
  });
  const run = createRoute({
    ...inShell,
    path: '/workflows/$id/runs/$runId',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/workflows/run.page')),
      'RunPage',
    ),
    validateSearch: ({ node }: Record<string, unknown>): { node?: string } => (text(node) ? { node: text(node) } : {}),
  });
  const contacts = createRoute({
    ...inShell,
    path: '/contacts',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/contacts/contacts.page')),
      'ContactsPage',
    ),
  });
  const settings = createRoute({
    ...inShell,
    path: '/settings',
    component: lazyRouteComponent(
      orReloading(() => import('./pages/settings/settings.page')),
      'SettingsPage',
    ),
  });
  const flows = [workflows, workflow, run, contacts] as const;
  const pages = shell.addChildren([home, create, videos, video, library, models, templates, usage, webhooks, settings, ...flows]);
  return createRouter({
    routeTree: root.addChildren([signIn, pages]),
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
  });
}

/** Has the code of a page fetched. Whatever goes wrong with it is said when the page is opened. */
export function loadPageAt(router: ReturnType<typeof makeRouter>, pathname: string): void {
  const [matched] = router.getMatchedRoutes(pathname);
  for (const route of matched) void router.loadRouteChunk(route)?.catch(() => undefined);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
