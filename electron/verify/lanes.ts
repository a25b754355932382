/**
 * Lets so many pieces of work run at once in each lane, and so many altogether. A place that becomes free goes to the
 * lane that has the fewest running, so that a lane which hangs never holds up the others; in a lane the urgent go
 * first, and otherwise whoever came first.
 */
export function lanes(perLane: number, altogether: number) {
  const queues = new Map<string, Lane>();
  let running = 0;

  const startNext = () => {
    while (running < altogether) {
      const ready = [...queues.values()].filter((lane) => lane.running < perLane && waiting(lane) > 0);
      const [least] = ready.sort((a, b) => a.running - b.running);
      const start = least?.urgent.shift() ?? least?.other.shift();
      if (least === undefined || start === undefined) return;
      running += 1;
      least.running += 1;
      start();
    }
  };

  return async <T>(name: string, urgent: boolean, work: () => Promise<T>): Promise<T> => {
    const lane = queues.get(name) ?? { running: 0, urgent: [], other: [] };
    queues.set(name, lane);
    await new Promise<void>((resolve) => {
      (urgent ? lane.urgent : lane.other).push(resolve);
      // Whoever asks in the same turn is weighed together.
      queueMicrotask(startNext);
    });
    try {
      return await work();
    } finally {
      running -= 1;
      lane.running -= 1;
      startNext();
    }
  };
}

interface Lane {
  running: number;
  readonly urgent: (() => void)[];
  readonly other: (() => void)[];
}

const waiting = ({ urgent, other }: Lane): number => urgent.length + other.length;
