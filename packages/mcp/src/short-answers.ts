/** Errors in the words of the SDK repeat what was sent, as long as it is: a model that reads them has better things to remember. */
import { type McpServer } from '@modelcontextprotocol/server';
import { short } from './answers.js';

const MAX_LETTERS = { message: 1_000, text: 10_000 };

type Transport = Parameters<McpServer['connect']>[0];
type Message = Parameters<Transport['send']>[0];

/** Whatever this server says of a fault is short from now on. */
export function sayShort(server: McpServer): void {
  const inner = server.server;
  const connect = inner.connect.bind(inner);
  inner.connect = (transport) => {
    const send = transport.send.bind(transport);
    transport.send = (message, options) => send(shortMessage(message), options);
    return connect(transport);
  };
}

/** @returns what is no fault as it is */
export function shortMessage(message: Message): Message {
  if ('error' in message) {
    const { code, message: said, data } = message.error;
    const error = {
      code,
      message: cut(said, MAX_LETTERS.message),
      ...(data !== undefined && { data: shortTexts(data, MAX_LETTERS.message) }),
    };
    return { ...message, error };
  }
  if (!('result' in message) || message.result['isError'] !== true) return message;
  return { ...message, result: shortTexts(message.result, MAX_LETTERS.text) as typeof message.result };
}

function shortTexts(value: unknown, letters: number): unknown {
  if (typeof value === 'string') return cut(value, letters);
  if (Array.isArray(value)) return value.map((one) => shortTexts(one, letters));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortTexts(one, letters)]));
}

const cut = (text: string, letters: number): string => short(text, letters) ?? '';
