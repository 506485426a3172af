import ipaddr from 'ipaddr.js';

/** Virtual public addresses of cloud providers behind which their metadata lies. */
const METADATA = new Set(['168.63.129.16']);
/** Everything that is given out to the public so far (IANA, IPv6 Address Space). */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
/** RFC 6052: an IPv4 address in the last four bytes; networks with DNS64 reach the whole IPv4 internet by it. */
const NAT64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('64:ff9b::'), 96];

/**
 * Whether an address belongs to the public internet: neither private, loopback, link-local, carrier-grade NAT, multicast nor reserved in
 * any way, and no IPv6 form that carries such an IPv4 address to where it would be unpacked (mapped, compatible, NAT64, 6to4, Teredo, ISATAP).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  return address.kind() === 'ipv4' ? isPublicV4(address as ipaddr.IPv4) : isPublicV6(address as ipaddr.IPv6);
}

const isPublicV4 = (address: ipaddr.IPv4): boolean => address.range() === 'unicast' && !METADATA.has(address.toString());

function isPublicV6(address: ipaddr.IPv6): boolean {
  if (address.zoneId !== undefined) return false;
  if (address.match(NAT64)) return isPublicV4(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST) && !isIsatap(address);
}

/** RFC 5214: an interface id of `[02]00:5efe` followed by an IPv4 address. */
function isIsatap(address: ipaddr.IPv6): boolean {
  return ((address.parts[4] ?? 0) & 0xfcff) === 0 && address.parts[5] === 0x5efe;
}
