/** Secrets that an installation makes once for itself and every process shares. Also the injection token. */
export abstract class InstallationSecrets {
  /** @returns the 32 bytes of that name; made at the first call, the same ever after. */
  abstract of(name: string): Promise<Buffer>;
}
