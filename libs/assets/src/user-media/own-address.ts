import { isUuid } from '#platform';

/** What an address of ours names. */
export type OwnAddress = { readonly assetId: string } | { readonly token: string };

const ASSET = /^\/v1\/assets\/([^/]+)\/content$/;
const MEDIA = /^\/v1\/media\/([^/]+)\/[^/]+$/;

/**
 * Tells addresses of this installation (below `publicUrl`, or relative) from those of the web. Ours are read from storage, never over
 * HTTP: nobody can make the server ask itself.
 * @returns null: not ours, or nothing that can be read
 */
export function ownAddressOf(text: string, publicUrl: string): OwnAddress | null {
  const path = pathOf(text, publicUrl);
  if (path === null) return null;
  const assetId = ASSET.exec(path)?.[1];
  if (isUuid(assetId)) return { assetId: assetId.toLowerCase() };
  const token = MEDIA.exec(path)?.[1];
  return token === undefined ? null : { token };
}

function pathOf(text: string, publicUrl: string): string | null {
  const base = new URL(`${publicUrl}/`);
  // Two slashes begin a host, not a path.
  const isRelative = /^\/(?![/\\])/.test(text);
  if (!isRelative && !URL.canParse(text)) return null;
  const url = new URL(text, base);
  if (isRelative) return url.pathname;
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return null;
  const folder = base.pathname.replace(/\/$/, '');
  return url.pathname.startsWith(`${folder}/`) ? url.pathname.slice(folder.length) : null;
}
