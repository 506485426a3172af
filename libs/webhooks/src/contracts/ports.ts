import { type LinkedFile } from './announcement.js';

/** Makes the addresses that stand in bodies; the composition root binds it. The same arguments give the same address. */
export abstract class LinkSigner {
  /** @param until Unix time in milliseconds @returns an absolute address that works until then, without a header */
  abstract file(file: LinkedFile, until: number): string;
  /** @param path from `/` @returns where the API shows it, absolute */
  abstract resource(path: string): string;
}

/** How many endpoints an organisation may have; the composition root binds it. */
export abstract class EndpointLimits {
  /** Null: as many as it likes. */
  abstract of(orgId: string): Promise<number | null>;
}
