/** The result of a check in one sentence; warnings and failures include the remedy. */
export type Finding = { check: string; state: 'good' | 'warning' | 'failed'; message: string };

export const good = (check: string, message: string): Finding => ({ check, state: 'good', message });
export const warning = (check: string, message: string): Finding => ({ check, state: 'warning', message });
export const failed = (check: string, message: string): Finding => ({ check, state: 'failed', message });

/** Runs a check and turns expected failures into findings. */
export async function finding(check: string, look: () => Promise<string> | string): Promise<Finding> {
  try {
    return good(check, await look());
  } catch (error) {
    return failed(check, error instanceof Error ? error.message : String(error));
  }
}
