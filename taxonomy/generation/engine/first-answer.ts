import { TeacherError, type Completion } from '../teacher/teacher';

type Try = () => Promise<Completion | TeacherError>;

/**
 * The outcome of a call that may be sent a second time while the first is in flight.
 *
 * The first answer is used. A failure is the outcome only when no other try is in flight.
 *
 * @param watch Given a function that makes the second try; returns how to prevent it.
 * @param onLate Receives the answer that came second.
 * @param track Receives each try, which ends when its late answer is dealt with.
 */
export function firstAnswer(
  ask: Try,
  watch: (again: () => void) => () => void,
  onLate: (late: Completion) => Promise<void>,
  track: (done: Promise<void>) => void,
): Promise<Completion | TeacherError> {
  return new Promise((resolve, reject) => {
    let inFlight = 0;
    let isUsed = false;
    const begin = () => {
      inFlight += 1;
      track(
        ask().then(
          (outcome) => end(outcome instanceof TeacherError ? null : outcome, () => resolve(outcome)),
          (error: unknown) => end(null, () => reject(error)),
        ),
      );
    };
    const end = async (answer: Completion | null, settle: () => void): Promise<void> => {
      inFlight -= 1;
      unwatch();
      if (isUsed) return answer === null ? undefined : onLate(answer);
      if (answer === null && inFlight > 0) return;
      isUsed = true;
      settle();
    };
    const unwatch = watch(begin);
    begin();
  });
}
