/** The names of the certificate that a host presents: its own, and the wildcard that services use. */
export function namesFor(host: string): readonly [string, ...string[]] {
  const labels = host.toLowerCase().split('.');
  return labels.length < 3 ? [host.toLowerCase()] : [`*.${labels.slice(1).join('.')}`];
}
