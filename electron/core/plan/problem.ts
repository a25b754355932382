import { Channel } from '../export/channel.ts';
import { Refusal } from '../export/refusal.ts';
import { ValueId } from '../settings/catalogue.ts';
import { GrammarFault } from '../settings/grammar.ts';
import { z } from '../zod.ts';

/**
 * A problem: we could not do our work. (What a probe saw is a verdict, what detection saw a finding: neither is a
 * problem.) Every kind has one entry in the wording table: what happened, what was left unchanged, what to do.
 */
const Text = z.string().max(1024);

/** The files that people or other programs hand to us. */
export const FileKind = z.enum([
  'intent',
  'plan',
  'settings',
  'sensor-configuration',
  'journal',
  'verification',
  'lab',
  'ticket',
  'audit',
  'sealed-password',
  'endpoints',
  'service-tags',
]);
export type FileKind = z.infer<typeof FileKind>;

/** What was changed since it was last looked at: a value, the sensor's file, or a service's state. */
export const Changed = z.union([ValueId, z.enum(['sensor-configuration'])]);
export type Changed = z.infer<typeof Changed>;

const Cause = z.strictObject({
  /** What failed: writing, reading back, moving a service, or keeping the record that undo needs. */
  step: z.enum(['write', 'read-back', 'backup', 'journal', 'stop-service', 'start-service', 'read']),
  target: z.union([Changed, z.enum(['AATPSensor', 'AATPSensorUpdater', 'DiagTrack'])]),
  /** The Win32 status, 0 where there is none. */
  win32: z.int(),
});
export type Cause = z.infer<typeof Cause>;

export const Problem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('usage'), detail: Text }),
  z.strictObject({ kind: z.literal('not-confirmed') }),
  z.strictObject({ kind: z.literal('elevation-failed'), win32: z.int(), detail: Text }),
  z.strictObject({ kind: z.literal('not-elevated') }),
  z.strictObject({ kind: z.literal('file-missing'), file: FileKind, path: Text }),
  z.strictObject({ kind: z.literal('file-unreadable'), file: FileKind, path: Text, code: Text }),
  z.strictObject({ kind: z.literal('file-too-large'), file: FileKind, limit: z.int() }),
  z.strictObject({ kind: z.literal('file-not-json'), file: FileKind, detail: Text }),
  /** `at` is the field's path (`mde.route.proxy`, or empty for the whole document). */
  z.strictObject({ kind: z.literal('bad-field'), file: FileKind, at: Text, expected: Text }),
  z.strictObject({ kind: z.literal('bad-text'), file: FileKind, at: Text, fault: GrammarFault }),
  z.strictObject({ kind: z.literal('plan-tampered') }),
  z.strictObject({ kind: z.literal('plan-not-canonical') }),
  z.strictObject({ kind: z.literal('plan-blocked') }),
  /** The plan has no operation: everything is as it is wanted. */
  z.strictObject({ kind: z.literal('plan-empty') }),
  z.strictObject({ kind: z.literal('plan-used'), run: z.uuid() }),
  z.strictObject({ kind: z.literal('plan-other-machine'), planned: Text, here: Text }),
  z.strictObject({ kind: z.literal('plan-stale'), changed: z.array(Changed).max(100) }),
  /** What was typed cannot be the password of a proxy user; `longest`: most characters that the certificate takes. */
  z.strictObject({
    kind: z.literal('password-unusable'),
    why: z.enum(['not-given', 'empty', 'too-long', 'differs', 'not-text']),
    longest: z.int().nullable(),
  }),
  /** A password is to be asked for, and this process has no console on which it could be. */
  z.strictObject({ kind: z.literal('password-not-askable') }),
  /** There is no certificate for which a password could be sealed. */
  z.strictObject({
    kind: z.literal('cannot-seal'),
    why: z.enum([
      'sensor-not-read',
      'no-certificate-named',
      'certificate-missing',
      'certificate-unreadable',
      'not-rsa',
    ]),
    win32: z.int(),
  }),
  /** The sealed password beside the plan is not the one that the plan names, or not for this sensor's certificate. */
  z.strictObject({ kind: z.literal('sealed-tampered') }),
  z.strictObject({ kind: z.literal('sealed-for-another') }),
  z.strictObject({ kind: z.literal('busy'), who: Text, since: z.string().max(64) }),
  z.strictObject({ kind: z.literal('rolled-back'), failedAt: z.int(), cause: Cause }),
  z.strictObject({
    kind: z.literal('rollback-incomplete'),
    failedAt: z.int(),
    cause: Cause,
    left: z.array(Changed).max(100),
  }),
  z.strictObject({ kind: z.literal('undo-stale'), changed: z.array(Changed).max(100) }),
  z.strictObject({ kind: z.literal('undo-incomplete'), cause: Cause }),
  z.strictObject({ kind: z.literal('undo-nothing') }),
  z.strictObject({ kind: z.literal('no-such-run'), run: Text }),
  z.strictObject({
    kind: z.literal('folder-unsafe'),
    path: Text,
    /**
     * `not-packaged`: the program runs from a checkout, by a Node that anybody could have prepared; `portable`: it is
     * the copy that was unpacked instead of installed.
     */
    why: z.enum(['owner', 'acl', 'link', 'not-a-folder', 'cannot-create', 'not-packaged', 'portable']),
    /** What is in it; the records of the runs unless said. */
    holds: z.literal('program').optional(),
  }),
  /** A file that is asked for as new is there already; nothing is ever written over it. */
  z.strictObject({ kind: z.literal('file-exists'), path: Text }),
  z.strictObject({ kind: z.literal('cannot-write-file'), path: Text, code: Text }),
  /** The computer would not show a folder; `detail` is its own word for why. */
  z.strictObject({ kind: z.literal('folder-not-opened'), path: Text, detail: Text }),
  /** The channel carries no change of the plan; why it refuses each of them. */
  z.strictObject({ kind: z.literal('nothing-to-export'), channel: Channel, refusals: z.array(Refusal).max(200) }),
  /** A service account could not be asked: `step` of its one-shot task, `code` the exit code of schtasks.exe. */
  z.strictObject({
    kind: z.literal('account-run-failed'),
    account: z.enum(['local-system', 'local-service']),
    step: z.enum(['prepare', 'create', 'start', 'answer', 'read', 'remove']),
    code: z.int(),
    /** Name of the task, where one was made. */
    task: Text,
  }),
  z.strictObject({ kind: z.literal('lab-unknown'), scenario: Text }),
  z.strictObject({ kind: z.literal('no-machine') }),
  z.strictObject({ kind: z.literal('windows-too-old'), product: Text, build: Text }),
  z.strictObject({ kind: z.literal('windows-not-x64'), product: Text, processor: Text }),
  z.strictObject({ kind: z.literal('ipc-refused'), channel: Text }),
  z.strictObject({ kind: z.literal('unexpected'), detail: Text }),
]);
export type Problem = z.infer<typeof Problem>;
