/**
 * Whether a text has no half of a surrogate pair, so that UTF-8 and UTF-16 can both hold it (`String.isWellFormed` of
 * ES2024, which Electron 25 lacks). By code units: a Unicode property would load ICU's tables, which a start feels.
 */
export const isWellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);
