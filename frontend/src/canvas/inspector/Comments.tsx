// The conversation about a step, or about the journey as a whole; what was just written shows at once.

import { useState } from "react";
import { grouped } from "../model/groups";
import { ENTRY } from "../model/journey";
import { useBoard, useBoardStore } from "../state/use";
import { isCalled, whoIsHere } from "../state/who";
import { plural } from "../text/words";
import { commentsWith, newCommentId, type Said, saidAt } from "./comments";
import { Press } from "./Glyph";
import { nameOf } from "./WaysOut";

/** The thread of a step; that of the entry is the journey's own, below which the steps with comments are listed. */
export function Comments({ of }: { of: string }) {
  const all = useComments();
  const readOnly = useBoard((board) => board.readOnly);
  const thread = all.filter(({ node }) => node === of);
  const [open, resolved] = [thread.filter((one) => !one.resolved), thread.filter((one) => one.resolved)];
  return (
    <div className="in-body first">
      {thread.length === 0 && <p className="in-help">No comments {of === ENTRY ? "on the journey" : "on this step"} yet.</p>}
      <Thread said={open} readOnly={readOnly} />
      {resolved.length > 0 && (
        <details className="in-why">
          <summary>{plural(resolved.length, "resolved comment")}</summary>
          <Thread said={resolved} readOnly={readOnly} />
        </details>
      )}
      {!readOnly && <Write of={of} />}
      {of === ENTRY && <Elsewhere said={all.filter(({ node, resolved: done }) => node !== of && !done)} />}
    </div>
  );
}

export function useComments(): Said[] {
  const comments = useBoard((board) => board.overlay.comments);
  const asks = useBoard((board) => board.asks);
  return commentsWith(comments, asks);
}

function Thread({ said, readOnly }: { said: Said[]; readOnly: boolean }) {
  const { ask } = useBoardStore().getState();
  return (
    <ul className="in-thread">
      {said.map(({ id, author, at, text, resolved, pending }) => (
        <li key={id} className={pending ? "pending" : ""}>
          <p className="in-place">
            <b>{author || "Somebody"}</b>
            <time dateTime={at || undefined}>{at ? saidAt(at) : "sending …"}</time>
            {!readOnly && !pending && <Press label={resolved ? "Open again" : "Resolve"} onClick={() => ask({ ask: "resolve", id, resolved: !resolved })} />}
          </p>
          <p className="in-text">{text}</p>
        </li>
      ))}
    </ul>
  );
}

function Write({ of }: { of: string }) {
  const { ask, introduce } = useBoardStore().getState();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const [asked, setAsked] = useState(() => !whoIsHere().name);
  const send = () => {
    if (!text.trim()) return;
    if (name.trim()) introduce(isCalled(name));
    setAsked(!name.trim() && asked);
    ask({ ask: "comment", id: newCommentId(), node: of, text: text.trim() });
    setText("");
  };
  return (
    <div className="in-field">
      <label htmlFor="in-comment">Add a comment</label>
      <textarea id="in-comment" className="in-input" rows={3} value={text} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send()} />
      {asked && (
        <>
          <label htmlFor="in-name">Your name</label>
          <input id="in-name" className="in-input" value={name} maxLength={60} autoComplete="name" placeholder="Asked once" onChange={(event) => setName(event.target.value)} />
        </>
      )}
      <div className="in-buttons">
        <Press className="main" label="Comment" disabled={!text.trim()} onClick={send} />
        <span className="in-help">or Ctrl + Enter</span>
      </div>
    </div>
  );
}

function Elsewhere({ said }: { said: Said[] }) {
  const { select } = useBoardStore().getState();
  const journey = useBoard((board) => board.journey);
  const nodes = grouped(said, ({ node }) => node);
  if (nodes.size === 0) return null;
  return (
    <section aria-label="On steps">
      <h4>On steps</h4>
      <ul className="in-list">
        {[...nodes].map(([node, comments]) => (
          <li key={node}>
            <Press label={`${nameOf(journey, node)} · ${plural(comments.length, "comment")}`} onClick={() => select([node])} />
          </li>
        ))}
      </ul>
    </section>
  );
}
