import { type WorkflowFault } from '@kadr/sdk';
import { useSpoken } from '../../../messages';

export type SayFault = (fault: WorkflowFault) => string;

/** In the reader's words by its code; who reads English is told the place as well, as the server names it. */
export function useSayFault(): SayFault {
  const { messages, language } = useSpoken();
  return ({ code, message }) => {
    const known = messages.editor.faultTexts[code];
    if (known === undefined) return message;
    return language === 'en' ? `${known} ${message}` : known;
  };
}
