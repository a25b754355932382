/** The Content-Security-Policy headers of the two hosts. SECURITY: each directive has a test that fails without it. */
const policy = (directives: readonly string[]): string => directives.join('; ');

/** The wizard's page. The hashes: an empty style element, as Griffel fills it by `insertRule`, and renderer/window.css. */
export const wizardPolicy = policy([
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-6ARx2e7kR/jUsXWKkKUVvJk6zvaqVyoKQY6ELPDlwDM='",
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
