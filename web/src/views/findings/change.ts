/** Changes of the rules, and what is wrong with one. */
import { useState } from 'preact/hooks';
import type { RulesChange } from '../../engine/generated.ts';
import { changeRules } from '../../engine/session.ts';
import { notice } from '../saving.ts';

/** Makes a change and says so where it cannot be made; resolves to whether it could. */
export async function change(wanted: RulesChange): Promise<boolean> {
  try {
    await changeRules(wanted);
    return true;
  } catch (error) {
    notice.value = { text: messageOf(error), error: true };
    return false;
  }
}

/** Makes changes for a form, which shows what is wrong itself. `make` resolves to whether it could be made. */
export function useChange(): { error: string | null; make(wanted: RulesChange): Promise<boolean> } {
  const [error, setError] = useState<string | null>(null);
  return {
    error,
    async make(wanted) {
      try {
        await changeRules(wanted);
        setError(null);
        return true;
      } catch (refusal) {
        setError(messageOf(refusal));
        return false;
      }
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
