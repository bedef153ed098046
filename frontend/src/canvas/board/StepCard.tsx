// One step of the journey as a card, its ways out hanging below it.

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo, type MouseEvent } from "react";
import { ENTRY, isWired } from "../model/journey";
import { cellsOf, NOISE } from "../model/figures";
import { CARD_WIDTH, hasPortRow, portOffsets, portWidth, sizeOf } from "../model/layout";
import type { Card, CardPort } from "../model/scene";
import { cardHeight, linesOf, PORT_STUB } from "../model/size";
import { usePrefs } from "../state/prefs";
import { useBoard } from "../state/use";
import { openTab } from "../inspector/tab";
import type { Finding, Level } from "../wire";
import { plural } from "../text/words";
import { useDesk } from "./desk";
import { hasWayIn, type StepNode } from "./flow";
import { useBefore, useFindings } from "./figures";
import { Icon } from "./icons";

export const StepCard = memo(function StepCard({ id, data: { card } }: NodeProps<StepNode>) {
  const mark = useBoard(({ overlay }) => overlay.marks[id]);
  return (
    <div className={`step fam-${card.family} kind-${card.kind} ${mark ? `mark-${mark}` : ""}`} style={{ width: sizeOf(card).width }}>
      <div className="card" style={{ width: CARD_WIDTH, minHeight: cardHeight(card) }}>
        {hasWayIn(card) && <Handle type="target" position={Position.Top} isConnectableStart={false} />}
        <Head card={card} />
        {linesOf(card) > 0 && <p className={`excerpt lines-${linesOf(card)}`}>{card.excerpt || <i>{unsaid(card)}</i>}</p>}
        {card.badges.length > 0 && <Badges badges={card.badges} />}
        <Figures card={card} />
        {mark && <span className="mark">{mark}</span>}
        {!hasPortRow(card) && <PlainPorts card={card} />}
      </div>
      {hasPortRow(card) && <PortRow card={card} />}
    </div>
  );
});

function unsaid({ id, family }: Card): string {
  if (id === ENTRY) return "Everybody to whom this happens";
  return family === "message" ? "No text yet" : "Nothing set yet";
}

function Head({ card }: { card: Card }) {
  return (
    <div className="head">
      <span className="tile">
        <Icon name={card.icon} other={card.family} />
      </span>
      <span className="names">
        <span className="title" title={card.title}>{card.title}</span>
        <span className="sub">
          <span className="kind">{card.label}</span>
          {card.stage && <span className="stage">{card.stage}</span>}
        </span>
      </span>
      <CommentMark id={card.id} />
      <LevelMark id={card.id} />
    </div>
  );
}

function CommentMark({ id }: { id: string }) {
  const open = useBoard(({ overlay }) => overlay.comments.filter((comment) => comment.node === id && !comment.resolved).length);
  if (!open) return null;
  return (
    <button type="button" tabIndex={-1} className="comments nodrag" title={plural(open, "comment")} aria-label={plural(open, "comment")} onClick={() => openTab("comments")}>
      {open}
    </button>
  );
}

const LEVELS: Level[] = ["error", "warning", "info"];

function LevelMark({ id }: { id: string }) {
  const findings = useFindings(id);
  const level = LEVELS.find((one) => findings.some((finding) => finding.level === one));
  if (!level) return null;
  return (
    <button type="button" tabIndex={-1} className={`level ${level} nodrag`} title={said(findings)} onClick={() => openTab("findings")}>
      <Icon name={level} size={14} />
      <span className="unseen">{`${plural(findings.length, "finding")}: ${said(findings)}`}</span>
    </button>
  );
}

const said = (findings: Finding[]) => findings.map(({ code, message }) => `${code} ${message}`).join("\n");

function Badges({ badges }: { badges: string[] }) {
  return (
    <div className="badges">
      {badges.map((badge) => (
        <span key={badge}>{badge}</span>
      ))}
    </div>
  );
}

function Figures({ card }: { card: Card }) {
  const figures = useBoard(({ overlay }) => overlay.figures);
  const per = usePrefs((prefs) => prefs.per);
  const cells = cellsOf(card.id, figures, card.family === "message", per, useBefore(card.id));
  if (!cells.length) return null;
  return (
    <dl className={["figures", figures?.stale && "stale", figures?.flown && "roomy"].filter(Boolean).join(" ")}>
      {cells.map(({ name, count, rate, words, change }) => (
        <div key={name} title={words}>
          <dt>{name}</dt>
          <dd>
            {count} {rate && <small>{rate}</small>}
          </dd>
          {change && (
            <dd className={change === NOISE ? "since noise" : "since"}>
              <span aria-hidden="true">{change}</span>
              <span className="unseen">{words}</span>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

const BORDER = 1; // a handle is placed inside the card's border, its wire is drawn from outside it

function PlainPorts({ card }: { card: Card }) {
  const offsets = portOffsets(card);
  return card.ports.map((port, i) => <WayOut key={port.name} id={card.id} title={card.title} port={port} left={(offsets[i] ?? 0) - BORDER} />);
}

function PortRow({ card }: { card: Card }) {
  const { width } = sizeOf(card);
  const offsets = portOffsets(card);
  const middle = width / 2;
  return (
    <div className="ports">
      <svg className="stubs" width={width} height={PORT_STUB} aria-hidden="true">
        {offsets.map((x, i) => (
          <path key={card.ports[i]?.name ?? x} d={`M ${middle} 0 C ${middle} ${PORT_STUB} ${x} 0 ${x} ${PORT_STUB}`} />
        ))}
      </svg>
      {card.ports.map((port, i) => (
        <span key={port.name} className={port.label ? "port" : "port plain"} title={port.label} style={{ width: portWidth(port.label), left: offsets[i], top: PORT_STUB }}>
          <span>{port.label}</span>
          <WayOut id={card.id} title={card.title} port={port} />
        </span>
      ))}
    </div>
  );
}

/** The end of a way out: drag it to a step to connect, press its plus to add a step there. */
function WayOut({ id, title, port, left }: { id: string; title: string; port: CardPort; left?: number }) {
  const { open } = useDesk();
  const readOnly = useBoard((board) => board.readOnly);
  const wired = useBoard(({ journey }) => isWired(journey, id, port.name));
  const spot = { source: id, port: port.name };
  const label = `${wired ? "Insert" : "Add"} a step after ${title}${port.label ? `, ${port.label}` : ""}`;
  const press = (event: MouseEvent) => {
    event.stopPropagation();
    open({ box: "add", spot });
  };
  return (
    <>
      <Handle id={port.name} type="source" position={Position.Bottom} style={left === undefined ? undefined : { left }} isConnectableEnd={false} isConnectable={!readOnly} />
      {!readOnly && (
        <span className={wired ? "grow wired nodrag" : "grow nodrag"} style={left === undefined ? undefined : { left }} data-spot={JSON.stringify([id, port.name])}>
          <button type="button" tabIndex={-1} aria-label={label} title={label} onClick={press}>
            +
          </button>
        </span>
      )}
    </>
  );
}
