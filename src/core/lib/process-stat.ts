// What Linux tells of a process in /proc/PID/stat. Apart because the store and the commands both ask whether a process lives.

/** The fields behind the process' name, which may hold anything: its state first, 20th its start in ticks since the machine's. */
export const statFields = (stat: string): readonly string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/**
 * It has ended, and its parent has not asked for it. It may stay so for ever, as in a container whose first process asks for
 * none, and signals still find it.
 */
export const hasEnded = ([state]: readonly string[]): boolean => state === 'Z' || state === 'X';
