/** The Content-Security-Policy headers of the two hosts. SECURITY: each directive has a test that fails without it. */
const policy = (directives: readonly string[]): string => directives.join('; ');

/** The wizard's page. The hash is that of an empty style element: Griffel fills those by `insertRule`. */
export const wizardPolicy = policy([
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  'frame-src app://ticket',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
]);

/** A ticket's preview: text, its own style and pictures; it runs nothing and is framed by the wizard only. */
export const ticketPolicy = policy([
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  'frame-ancestors app://wizard',
]);
