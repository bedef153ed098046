// The boxes opened over the board: adding a step, searching one, and the sheet of keys.

import { type ReactNode, useEffect, useRef } from "react";
import { CATALOGUE, kindNamed } from "../model/catalogue";
import type { Spot } from "../model/edits";
import { ENTRY, nodeOf, titleOf, waysOut } from "../model/journey";
import { useBoard } from "../state/use";
import { add, focusCard, goTo, spotAfter } from "./actions";
import { Choice, ChoiceList } from "./ChoiceList";
import { type Opened, useDesk } from "./desk";
import { CLIPBOARD_KEYS, GROUPS, printed } from "./keyboard";

export function Boxes({ opened, close }: { opened: Opened; close: () => void }) {
  if (opened?.box === "add") return <AddBox spot={opened.spot} close={close} />;
  if (opened?.box === "search") return <SearchBox close={close} />;
  if (opened?.box === "keys") return <KeysBox close={close} />;
  return null;
}

/** A box that keeps the focus while it is open and gives it back to the board. */
function Box({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const desk = useDesk();
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("input, .keys")?.focus(); // or the first button would have it
    return () => {
      const [selected] = desk.board.getState().selection;
      if (selected) focusCard(desk, selected);
      else desk.box.current?.focus({ preventScroll: true });
    };
  }, [desk]);
  const outside = (event: React.MouseEvent) => event.target === dialog.current && close();
  return (
    <dialog ref={dialog} className="box" aria-label={title} onClose={close} onClick={outside}>
      <div className="inner">
        <header>
          <h3>{title}</h3>
          <button type="button" className="tool" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

function AddBox({ spot, close }: { spot?: Spot; close: () => void }) {
  const desk = useDesk();
  const journey = useBoard((board) => board.journey);
  const [selected] = useBoard((board) => board.selection);
  const at = spot ?? (selected && !selected.startsWith("[") ? spotAfter(journey, selected) : undefined);
  const choices = CATALOGUE.kinds
    .filter(({ offered }) => offered)
    .map((kind): Choice => ({ id: kind.kind, title: kind.label, words: kind.help, icon: kind.icon, family: kind.family, also: kind.kind }));
  const choose = (kind: string) => {
    close();
    add(desk, kind, at);
  };
  return (
    <Box title={at ? `Add a step after ${spotWords(at)}` : "Add a step"} close={close}>
      <ChoiceList label="Kinds of steps" placeholder="Text, delay, split …" choices={choices} choose={choose} />
    </Box>
  );

  function spotWords({ source, port }: Spot): string {
    const label = waysOut(journey, source).find(({ name }) => name === port)?.label;
    const node = nodeOf(journey, source);
    const title = source === ENTRY ? "the entry" : node ? `“${titleOf(node)}”` : "it";
    return label ? `${title}, ${label}` : title;
  }
}

function SearchBox({ close }: { close: () => void }) {
  const desk = useDesk();
  const nodes = useBoard(({ journey }) => journey.nodes);
  const choices = nodes.map((node): Choice => {
    const { label, icon, family } = kindNamed(node.kind);
    const texts = [node.subject, node.heading, node.body, node.text].filter((text) => typeof text === "string");
    return { id: node.id, title: titleOf(node), words: [label, node.stage, ...texts].filter(Boolean).join(" · "), icon, family, also: node.id };
  });
  const choose = (id: string) => {
    desk.board.getState().select([id]);
    close();
    requestAnimationFrame(() => goTo(desk, id));
  };
  return (
    <Box title="Search a step" close={close}>
      <ChoiceList label="Steps" placeholder="Title, text, stage or id" choices={choices} choose={choose} />
    </Box>
  );
}

function KeysBox({ close }: { close: () => void }) {
  const groups = GROUPS.map((group) => (group.title === "Build" ? { ...group, keys: [...group.keys, ...CLIPBOARD_KEYS] } : group));
  return (
    <Box title="Keys" close={close}>
      <div className="keys" tabIndex={0} role="group" aria-label="Keys by what they do">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h4>{title}</h4>
            <dl>
              {keys.map(({ words, keys: names }) => (
                <div key={words}>
                  <dt>
                    {names.slice(0, 4).map((name) => (
                      <kbd key={name}>{printed(name)}</kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p>Drag with Shift held to select several; hold Shift or Ctrl and press to add to what is selected. Drag a way out to a step to connect them; drag a wire's end to lead it elsewhere.</p>
      </div>
    </Box>
  );
}
