import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Request, type Response } from 'express';

/** @param header `Accept-Language`. @returns the one of ours that is wanted most; undefined: none of them is named */
export function languageAccepted(header: string | undefined): 'en' | 'ru' | undefined {
  const wanted = (header ?? '').split(',').flatMap((part) => {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const [, language] = /^(en|ru)(?:-|$)/.exec(tag) ?? [];
    const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
    return language && weight > 0 ? [{ language: language as 'en' | 'ru', weight }] : [];
  });
  return wanted.toSorted((a, b) => b.weight - a.weight)[0]?.language;
}

/** What whoever asks reads, as the request says; undefined: it says nothing of it. The answer says that it depends on that. */
export const ReaderLanguage = createParamDecorator((_: unknown, context: ExecutionContext): 'en' | 'ru' | undefined => {
  const http = context.switchToHttp();
  http.getResponse<Response>().vary('Accept-Language');
  return languageAccepted(http.getRequest<Request>().headers['accept-language']);
});
