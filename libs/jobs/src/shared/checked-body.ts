import { RequestValidationPipe } from '#platform';

const pipe = new RequestValidationPipe();

/**
 * What a caller other than HTTP sends, checked by the same rules: unknown members, types and bounds, all faults at once.
 * A body that a controller has had checked already is taken as it is. @throws Refusal validation_failed
 */
export async function checkedBody<T extends object>(Rules: new () => T, body: object): Promise<T> {
  if (body instanceof Rules) return body;
  return (await pipe.transform(body, { type: 'body', metatype: Rules })) as T;
}
