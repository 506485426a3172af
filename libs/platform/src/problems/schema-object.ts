/** The part of JSON Schema (2020-12, as OpenAPI 3.1 has it) that descriptions here are written in. */
export interface SchemaObject {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: SchemaObject;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaObject>>;
}
