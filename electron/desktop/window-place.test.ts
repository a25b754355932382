import { describe, expect, it } from 'vitest';
import { placeWithin } from './window-place.ts';

const screen = { x: 0, y: 0, width: 1024, height: 728 };
const second = { x: 1024, y: 0, width: 1280, height: 1000 };
const place = { x: 100, y: 50, width: 900, height: 600, maximised: false };

describe('placeWithin', () => {
  it('leaves a place alone that fits', () => {
    expect(placeWithin(place, [screen])).toEqual(place);
  });

  it('makes a window smaller that no longer fits, and moves it into sight', () => {
    expect(placeWithin({ ...place, width: 1600, height: 1200 }, [screen])).toEqual({
      x: 0,
      y: 0,
      width: 1024,
      height: 728,
      maximised: false,
    });
  });

  it('keeps a window on the second screen while there is one', () => {
    const there = { ...place, x: 1200 };
    expect(placeWithin(there, [screen, second])).toEqual(there);
    expect(placeWithin(there, [screen])).toBeNull();
  });

  it('forgets a place whose title bar is out of sight', () => {
    expect(placeWithin({ ...place, y: -40 }, [screen])).toBeNull();
    expect(placeWithin({ ...place, y: 720 }, [screen])).toBeNull();
    expect(placeWithin({ ...place, x: -850 }, [screen])).toBeNull();
  });

  it('keeps that it was maximised', () => {
    expect(placeWithin({ ...place, maximised: true }, [screen])?.maximised).toBe(true);
  });
});
