// A Node process that does nothing: what starting anything else is measured against.
export {};
