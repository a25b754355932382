/**
 * Keeps what was made of a key, so that it is made once; of more than `most` keys the oldest is let go, so that no peer
 * can fill the memory. What is kept has to be true for as long as the program runs.
 */
export function kept<T>(most: number): (key: string, make: () => T, isWorthIt?: (made: T) => boolean) => T {
  const known = new Map<string, T>();
  return (key, make, isWorthIt = () => true) => {
    if (known.has(key)) return known.get(key) as T; // it has this key
    const made = make();
    if (!isWorthIt(made)) return made;
    const [oldest] = known.keys();
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}
