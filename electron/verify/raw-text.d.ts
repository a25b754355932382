/** A file as the bundler takes it in: its text, character by character. */
declare module '*?raw' {
  const text: string;
  export default text;
}
