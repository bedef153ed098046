// What the board has to say: a sentence in passing, and why a drawing cannot be kept.

import { useEffect } from "react";
import { useBoard, useBoardStore } from "../state/use";
import { Icon } from "./icons";

const SECONDS = 6;

export function Notices() {
  const board = useBoardStore();
  const notice = useBoard((state) => state.notice);
  const refused = useBoard((state) => state.refused);
  useEffect(() => {
    const timer = setTimeout(() => board.setState({ notice: null }), SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [notice, board]);
  return (
    <div className="notices" aria-live="polite">
      {refused && (
        <p className="notice error">
          <Icon name="error" size={16} />
          <span>{`This cannot be kept yet: ${refused}`}</span>
          <button type="button" onClick={() => board.getState().undo()}>
            Undo
          </button>
        </p>
      )}
      {notice && (
        <p className={`notice ${notice.level}`} key={notice.at}>
          <Icon name={notice.level} size={16} />
          <span>{notice.words}</span>
        </p>
      )}
    </div>
  );
}
