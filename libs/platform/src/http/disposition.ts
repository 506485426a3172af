/** `Content-Disposition` by RFC 6266; the name carries nothing that could end the header. Null: shown inline. */
export function disposition(downloadName: string | null): string {
  if (downloadName === null) return 'inline';
  const ascii = downloadName.replace(/[^A-Za-z0-9._ -]/g, '_');
  const encoded = encodeURIComponent(downloadName.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
