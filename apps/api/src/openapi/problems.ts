/** From the codes of an operation to its `application/problem+json` answers. */
import { table } from '#platform/json';
import { factsOf, type ProblemCode, type SchemaObject } from '#platform';

/** RFC 9457, with what every problem of this API has. */
const MEMBERS: Readonly<Record<string, SchemaObject>> = table({
  type: { type: 'string', format: 'uri', description: '`urn:kadr:problem:<code>`' },
  title: { type: 'string', description: 'Name of the status.' },
  status: { type: 'integer', description: 'Status of the answer.' },
  detail: { type: 'string', description: 'What happened, for people.' },
  traceId: { type: 'string', description: 'Helps to find the request in logs and traces.' },
});

const schemaName = (code: ProblemCode): string => `${code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Problem`;

const schemaOf = (code: ProblemCode): SchemaObject => {
  const { description, members = {}, optional = [], codes = [code] } = factsOf(code);
  const properties = { ...MEMBERS, code: { type: 'string', enum: codes, description: 'Stable, machine-readable.' }, ...members };
  return { type: 'object', description, required: Object.keys(properties).filter((name) => !optional.includes(name)), properties };
};

interface ProblemAnswer {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: object }>>;
}

/** @returns the answers by status, one schema for each code, told apart by `code` */
export function problemAnswers(codes: ReadonlySet<ProblemCode>): Record<string, ProblemAnswer> {
  const byStatus = Map.groupBy([...codes].sort(), (code) => String(factsOf(code).status));
  return Object.fromEntries([...byStatus].map(([status, ofStatus]) => [status, answerOf(ofStatus)]));
}

const saidOf = (code: ProblemCode): string => {
  const { description, codes = [code] } = factsOf(code);
  return `${codes.map((one) => `\`${one}\``).join(', ')}: ${description}`;
};

function answerOf(codes: readonly ProblemCode[]): ProblemAnswer {
  const description = codes.map(saidOf).join('\n\n');
  const refs = codes.map((code) => ({ $ref: `#/components/schemas/${schemaName(code)}` }));
  const mapping = Object.fromEntries(
    codes.flatMap((code) => (factsOf(code).codes ?? [code]).map((one) => [one, `#/components/schemas/${schemaName(code)}`])),
  );
  const [only, ...others] = refs;
  const schema = only && others.length === 0 ? only : { oneOf: refs, discriminator: { propertyName: 'code', mapping } };
  return { description, content: { 'application/problem+json': { schema } } };
}

export const problemSchemas = (codes: Iterable<ProblemCode>): Record<string, SchemaObject> =>
  Object.fromEntries([...codes].sort().map((code) => [schemaName(code), schemaOf(code)]));
