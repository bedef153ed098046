// The journey's experiments: factors whose levels share out the customers.

import { useBoard, useBoardStore } from "../state/use";
import { type Factor, factorsOf, withFactor, withNewFactor } from "./experiments";
import { Press } from "./Glyph";
import type { InputProps } from "./input";
import { Grouped } from "./Labelled";
import { WeightInput } from "./NumberInputs";
import { freeName } from "./paths";
import { NameInput } from "./TextInputs";
import { evenly, grown, moved, shrunk } from "./weights";

export function LevelsInput({ field, id }: InputProps) {
  const board = useBoardStore();
  const journey = useBoard((state) => state.journey);
  const factors = factorsOf(journey);
  const put = (index: number, next: Factor | undefined, typing?: string) => board.getState().commit(withFactor(journey, index, next), { as: typing });
  return (
    <Grouped id={id} label={field.label} help={field.help}>
      {factors.map((factor, index) => (
        <OneFactor key={index} factor={factor} taken={factors.toSpliced(index, 1).map(({ name }) => name)} id={`${id}.${index}`} onFactor={(next, typing) => put(index, next, typing)} />
      ))}
      <div className="in-buttons">
        <Press glyph="add" label="Add a factor" onClick={() => board.getState().commit(withNewFactor(journey))} />
      </div>
    </Grouped>
  );
}

type Props = { factor: Factor; taken: string[]; id: string; onFactor: (factor: Factor | undefined, typing?: string) => void };

function OneFactor({ factor, taken, id, onFactor }: Props) {
  const { name, levels } = factor;
  const names = levels.map((level) => level.name);
  const shares = levels.map((level) => level.share);
  const put = (nextNames: string[], nextShares: number[], typing?: string) =>
    onFactor({ name, levels: nextNames.map((level, i) => ({ name: level, share: nextShares[i] ?? 0 })) }, typing);
  return (
    <div className="in-item" role="group" aria-label={name}>
      <div className="in-itemhead">
        <b>{name}</b>
        <Press quiet glyph="remove" label={`Remove the factor ${name}`} onClick={() => onFactor(undefined)} />
      </div>
      <NameInput id={`${id}.name`} label="Factor" value={name} taken={taken} onName={(next) => onFactor({ name: next, levels }, `${id}.name`)} />
      {levels.map((level, i) => (
        <div key={i} className="in-pair tight" role="group" aria-label={level.name}>
          <NameInput id={`${id}.${i}`} label="Level" value={level.name} taken={names.toSpliced(i, 1)} onName={(next) => put(names.with(i, next), shares, `${id}.${i}`)} />
          <WeightInput id={`${id}.${i}.share`} label="Share" shares={shares} index={i} onShare={(origin, to) => put(names, moved(origin, i, to), `${id}.share`)} />
          <Press quiet glyph="remove" label={`Remove the level ${level.name}`} disabled={levels.length < 3} onClick={() => put(names.toSpliced(i, 1), shrunk(shares, i))} />
        </div>
      ))}
      <div className="in-buttons">
        <Press glyph="add" label="Add a level" onClick={() => put([...names, freeName("level", names)], grown(shares))} />
        <Press label="Split evenly" onClick={() => put(names, evenly(levels.length))} />
      </div>
    </div>
  );
}
