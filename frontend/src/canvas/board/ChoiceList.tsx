// A list to choose from by typing, arrows and Enter, or by a press.

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Family } from "../model/journey";
import { Icon } from "./icons";

export type Choice = { id: string; title: string; words: string; icon: string; family: Family; also?: string };

const MOST = 60;

type Props = { label: string; placeholder: string; choices: Choice[]; choose: (id: string) => void };

export function ChoiceList({ label, placeholder, choices, choose }: Props) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const name = useId();
  const found = matching(choices, typed);
  const shown = found.slice(0, MOST);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((now) => (now + step + shown.length) % Math.max(shown.length, 1));
    else if (event.key === "Enter" && shown[at]) choose(shown[at].id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={name}
        aria-activedescendant={shown[at] ? `${name}-${at}` : undefined}
        placeholder={placeholder}
        value={typed}
        autoFocus
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul ref={list} id={name} role="listbox" aria-label={label} className="choices">
        {shown.map((choice, i) => (
          <li key={choice.id} id={`${name}-${i}`} role="option" aria-selected={i === at} className={`fam-${choice.family}`} onClick={() => choose(choice.id)} onPointerMove={() => setAt(i)}>
            <span className="tile">
              <Icon name={choice.icon} other={choice.family} size={16} />
            </span>
            <span>
              <b>{choice.title}</b>
              <small>{choice.words}</small>
            </span>
          </li>
        ))}
      </ul>
      {!shown.length && <p className="none">Nothing is called so.</p>}
      {found.length > MOST && <p className="none">{`The first ${MOST} of ${found.length}; type more to narrow it down.`}</p>}
    </>
  );
}

/** Choices with every typed word in their texts, those whose title begins with it first. */
export function matching(choices: Choice[], typed: string): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = ({ title, words: more, also = "" }: Choice) => `${title} ${more} ${also}`.toLowerCase();
  const found = choices.filter((choice) => words.every((word) => text(choice).includes(word)));
  const begins = ({ title }: Choice) => title.toLowerCase().startsWith(typed.trim().toLowerCase());
  return found.sort((a, b) => Number(begins(b)) - Number(begins(a)));
}
