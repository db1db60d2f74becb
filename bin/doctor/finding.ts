/** What a check found, as one sentence; of a warning or a failure also with its remedy. */
export type Finding = { check: string; state: 'good' | 'warning' | 'failed'; message: string };

export const good = (check: string, message: string): Finding => ({ check, state: 'good', message });
export const warning = (check: string, message: string): Finding => ({ check, state: 'warning', message });
export const failed = (check: string, message: string): Finding => ({ check, state: 'failed', message });

/** Runs a check whose foreseen failures are its findings. */
export async function finding(check: string, look: () => Promise<string> | string): Promise<Finding> {
  try {
    return good(check, await look());
  } catch (error) {
    return failed(check, error instanceof Error ? error.message : String(error));
  }
}
