// How the inspector's inputs change the journey: each edit turns one mapping of it into another.

import { useMemo } from "react";
import { withFields, withSettings } from "../model/edits";
import { type Data, type Journey, nodeOf } from "../model/journey";
import { useBoardStore } from "../state/use";

/** Changes a mapping; `typing` names the input whose keystrokes are one undo step. */
export type Edit = (update: (data: Data) => Data, typing?: string) => void;

/** Edits of a node's fields. */
export function useNodeEdit(id: string): Edit {
  return useEdit((journey) => nodeOf(journey, id), (journey, fields) => withFields(journey, id, fields), id);
}

/** Edits of the journey's own settings. */
export function useSettingsEdit(): Edit {
  return useEdit((journey) => journey.settings, withSettings, "");
}

function useEdit(held: (journey: Journey) => Data | undefined, put: (journey: Journey, fields: Data) => Journey, of: string): Edit {
  const board = useBoardStore();
  return useMemo(() => {
    const edit: Edit = (update, typing) => {
      const { journey, commit } = board.getState();
      const before = held(journey);
      if (before) commit(put(journey, changes(before, update(before))), { as: typing });
    };
    return edit;
    // `held` and `put` say the same for the same node.
  }, [board, of]);
}

/** What an edit sets, with undefined for what it takes away. */
function changes(before: Data, after: Data): Data {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries([...fields].filter((field) => before[field] !== after[field]).map((field) => [field, after[field]]));
}
