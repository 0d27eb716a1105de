import { BlockList, isIP } from 'node:net';

const longestUrl = 2000;

/**
 * What is wrong with the address of a webhook, as far as it shows without asking DNS; null where nothing is.
 * `allowsLoopback` is for the embedded stack, whose receivers run on the same machine.
 */
export function findWebhookUrlFault(text: string, allowsLoopback: boolean): string | null {
  if (text.length > longestUrl) return `must have at most ${longestUrl} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return 'must be an address such as https://hr.example/absence-sync';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or a password';
  if (isLoopbackHost(hostOf(url)))
    return allowsLoopback
      ? null
      : 'must not be an address of this machine: it is for the embedded stack only';
  if (url.protocol === 'http:') return 'must use https';
  if (isIP(hostOf(url)) !== 0 && isRefusedAddress(hostOf(url), allowsLoopback))
    return 'must not be a private address';
  return null;
}

/** An IPv6 address without its brackets; a name without the dot that may end it. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/** By the name alone; where it leads, DNS tells when it is called. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}

/**
 * Whether nothing is sent to this IP address: all that isn't public, so that nobody reaches by a webhook what only the
 * service's own network reaches (https://www.iana.org/assignments/iana-ipv4-special-registry and …-ipv6-…).
 */
export function isRefusedAddress(address: string, allowsLoopback: boolean): boolean {
  if (isLoopbackAddress(address)) return !allowsLoopback;
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 4) return notPublic.check(bare, 'ipv4');
  // An IPv4 address in IPv6's form counts as what it stands for.
  const mapped = ipv4In(bare);
  if (mapped !== null) return notPublic.check(mapped, 'ipv4');
  return !globalUnicast.check(bare, 'ipv6') || notPublic.check(bare, 'ipv6');
}

export function isLoopbackAddress(address: string): boolean {
  const ipv4 = isIP(address) === 4 ? address : ipv4In(address);
  if (ipv4 !== null) return ipv4.startsWith('127.');
  return isIP(address) === 6 && canonical(address) === '::1';
}

/** Of `::ffff:…`, in whichever of its spellings. */
function ipv4In(address: string): string | null {
  if (isIP(address) !== 6) return null;
  const match = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical(address));
  if (match === null) return null;
  const [high = 0, low = 0] = match.slice(1).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The one spelling that URLs give an IPv6 address. */
const canonical = (address: string): string => hostOf(new URL(`http://[${address.replace(/%.*$/, '')}]`));

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const notPublic = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  // Teredo, ORCHID and other protocols; documentation; 6to4, which carries any IPv4 address; documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(network, prefix, 'ipv6');
