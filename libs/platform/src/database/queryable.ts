/** Something SQL can be sent to: the pool, or one transaction on it. */
export interface Queryable {
  /**
   * With parameters the statement is prepared once a connection and reused, so the SQL text must not carry values.
   * @returns the rows, also of `INSERT | UPDATE | DELETE … RETURNING`
   */
  query<R extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}
