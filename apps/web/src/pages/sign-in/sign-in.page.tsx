import { ApiError } from '@kadr/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sayProblem } from '../../api/problem';
import { methodsQuery, oidcAddress, sessionQuery, signIn } from '../../api/session';
import { type Messages, useMessages, useSpoken } from '../../messages';
import { Button, buttonLook } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Mark } from '../shell/mark';
import { KeyForm } from './key-form';

function sayRefusal(error: unknown, messages: Messages): string {
  const code = error instanceof ApiError ? error.code : '';
  if (code === 'sign_in_code_expired') return messages.signIn.expired;
  if (code === 'sign_in_code_used' || code === 'unauthorized') return messages.signIn.used;
  return code === 'rate_limited' ? messages.signIn.throttled : sayProblem(error, messages).text;
}

/** Redeems the code behind `#`, which no server and no log has seen, and wipes it from the address before anything else. */
export function SignInPage() {
  const messages = useMessages();
  const { speak, language } = useSpoken();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { to, problem } = useSearch({ from: '/sign-in' });
  const oidc = useQuery(methodsQuery).data?.oidc ?? null;
  const [state, setState] = useState<'idle' | 'working' | 'refused'>('idle');
  const [error, setError] = useState<unknown>(null);
  const isRedeemed = useRef(false);

  const enter = async () => {
    client.clear();
    await client.ensureQueryData(sessionQuery);
    await navigate({ href: to ?? '/create', replace: true });
  };
  useEffect(() => {
    const code = location.hash.slice(1);
    if (code === '' || isRedeemed.current) return;
    isRedeemed.current = true;
    history.replaceState(history.state, '', location.pathname + location.search);
    setState('working');
    signIn({ code })
      .then(enter)
      .catch((thrown: unknown) => {
        setError(thrown);
        setState('refused');
      });
  });

  return (
    <main data-testid="sign-in-page" className="grid min-h-dvh place-items-center p-4">
      <div className="grid w-full max-w-[360px] gap-5 rounded-panel border border-line bg-room-1 p-5">
        <div className="flex items-center justify-between">
          <Mark />
          <Button
            kind="quiet"
            icon="languages"
            lang={language === 'en' ? 'ru' : 'en'}
            onClick={() => speak(language === 'en' ? 'ru' : 'en')}
          >
            {messages.app.otherLanguage}
          </Button>
        </div>
        <h1 className="text-title font-semibold">{messages.signIn.title}</h1>
        {state === 'working' && <p role="status">{messages.signIn.working}</p>}
        {state === 'idle' && problem && (
          <p role="alert" data-testid="problem" data-code={problem} className="rounded-control bg-fail-wash p-2">
            {messages.signIn.atIssuer[problem]}
          </p>
        )}
        {state === 'refused' && (
          <p
            role="alert"
            data-testid="problem"
            data-code={error instanceof ApiError ? error.code : 'unreachable'}
            className="rounded-control bg-fail-wash p-2"
          >
            {sayRefusal(error, messages)}
          </p>
        )}
        {oidc && (
          <a href={oidcAddress(to)} data-testid="sign-in-oidc" className={buttonLook('primary', 'min-h-[36px]')}>
            <Icon name="log-in" />
            {messages.signIn.at(oidc.label)}
          </a>
        )}
        <KeyForm onDone={() => void enter()} />
        <div className="grid gap-1.5 border-t border-line pt-4 text-small text-ink-2">
          {messages.signIn.orLink}
          <code className="code rounded-frame bg-room-0 px-2 py-1.5 text-ink-1 select-all">npm run sign-in</code>
        </div>
      </div>
    </main>
  );
}
