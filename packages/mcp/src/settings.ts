import { type Kadr } from '@kadr/sdk';

/** What a server of tools is made with. It speaks to Kadr as any stranger does: by HTTP, with the key of whoever calls. */
export interface KadrMcpOptions {
  readonly kadr: Kadr;
  /** Tells callers apart in the keys that make a call safe to repeat; nothing secret. */
  readonly caller: () => string | Promise<string>;
  readonly version: string;
  /** Makes a picture at most 512 pixels wide and high, as JPEG. Absent: pictures are given as they are. */
  readonly shrink?: (picture: Uint8Array) => Promise<Uint8Array>;
}

/** Clients give up after a minute by default. */
export const MAX_WAIT_SECONDS = 50;
