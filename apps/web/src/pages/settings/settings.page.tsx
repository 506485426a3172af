import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sayProblem } from '../../api/problem';
import { sessionQuery, signOut } from '../../api/session';
import { currentTheme, showTheme, type Theme } from '../../api/theme';
import { useMessages, useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { Choice, Page, Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { KeysPanel } from './keys-panel';
import { MembersPanel } from './members-panel';
import { PhonePanel } from './phone-panel';
import { SessionsPanel } from './sessions-panel';

export function SettingsPage() {
  const { settings: words, app } = useMessages();
  const { data: session } = useQuery(sessionQuery);
  const isAdmin = session?.scopes.includes('admin') ?? false;
  return (
    <Page testId="settings-page" title={words.title} actions={<SignOut label={app.signOut} />}>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <LookPanel />
        <PhonePanel />
        <SessionsPanel />
        {isAdmin && <KeysPanel />}
        {isAdmin && <MembersPanel />}
      </div>
    </Page>
  );
}

function LookPanel() {
  const { settings: words, app } = useMessages();
  const { language, speak } = useSpoken();
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const show = (next: Theme) => {
    setTheme(next);
    showTheme(next);
  };
  return (
    <Panel title={words.look}>
      <div className="flex flex-wrap gap-3">
        <Choice
          label={app.language}
          value={language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          onChoose={speak}
        />
        <Choice
          label={app.theme}
          value={theme}
          options={[
            { value: 'dark', label: app.toDark },
            { value: 'light', label: app.toLight },
          ]}
          onChoose={show}
        />
      </div>
    </Panel>
  );
}

function SignOut({ label }: { readonly label: string }) {
  const messages = useMessages();
  const navigate = useNavigate();
  const client = useQueryClient();
  const leave = () =>
    signOut()
      .then(() => {
        client.clear();
        return navigate({ to: '/sign-in' });
      })
      .catch((error: unknown) => sayToast(sayProblem(error, messages).text, { isError: true }));
  return (
    <Button icon="log-out" onClick={() => void leave()}>
      {label}
    </Button>
  );
}
