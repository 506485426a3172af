/**
 * The partition of a stream: FNV-1a (32 bit) over the UTF-16 units of its id. Part of the stored data, so it never changes.
 * @param partitions how many there are, ≥ 1
 */
export function partitionOf(streamId: string, partitions: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < streamId.length; i += 1) {
    hash ^= streamId.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % partitions;
}
