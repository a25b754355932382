import type { Problem } from '../../core/plan/problem.ts';
import type { MachineFacts } from '../../core/plan/snapshot.ts';
import { openNative } from './native.ts';

/** Build of the first Windows 10, and of Windows Server 2016, before which servers were previews or older. */
const oldest = { workstation: 10_240, server: 14_393 } as const;

/** IMAGE_FILE_MACHINE_AMD64, and the others that a Windows of that age runs on (winnt.h). */
const amd64 = 0x8664;
const processors: Readonly<Record<number, string>> = { 332: '32-bit', 452: 'ARM', 43620: 'ARM64' };

/**
 * Why this Windows is not served; null where it is. A build that could not be read is no reason, nor is a processor
 * that could not be asked for.
 */
export function belowFloor({ os, role }: Pick<MachineFacts, 'os' | 'role'>, machine: number | null): Problem | null {
  const { product } = os;
  const build = Number.parseInt(os.build, 10);
  if (build < oldest[role === 'workstation' ? 'workstation' : 'server'])
    return { kind: 'windows-too-old', product, build: os.build };
  if (machine === null || machine === amd64) return null;
  return { kind: 'windows-not-x64', product, processor: processors[machine] ?? `0x${machine.toString(16)}` };
}

/**
 * What the processor of this computer is (IMAGE_FILE_MACHINE_…), also where Windows makes an x64 program believe that
 * it is another (IsWow64Process2). Null before Windows 10 1511, which cannot tell and runs on no such processor.
 */
export function nativeMachine(): number | null {
  const { kernel32 } = openNative();
  const currentProcess = kernel32.func('void* __stdcall GetCurrentProcess()');
  const isWow64 = optional(() =>
    kernel32.func('bool __stdcall IsWow64Process2(void* process, _Out_ uint16* own, _Out_ uint16* native)'),
  );
  if (isWow64 === null) return null;
  const native: [number] = [0];
  return isWow64(currentProcess(), [0], native) ? native[0] : null;
}

/** A function that this Windows may not have; koffi throws where it is not there. */
function optional<F>(find: () => F): F | null {
  try {
    return find();
  } catch {
    return null;
  }
}
