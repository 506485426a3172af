/** A backup that cannot be used, or a place that it cannot be put into: one sentence that says so and what to do. */
export class BackupFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupFault';
  }
}
