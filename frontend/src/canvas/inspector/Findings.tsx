// What the checker has found: that of the selected step first, then all the rest by severity.

import { ENTRY, type Journey } from "../model/journey";
import { useBoard, useBoardStore } from "../state/use";
import { Icon } from "../board/icons";
import type { Finding, Level } from "../wire";
import { Press } from "./Glyph";
import { nameOf } from "./WaysOut";

const LEVELS: { level: Level; label: string }[] = [
  { level: "error", label: "Errors" },
  { level: "warning", label: "Warnings" },
  { level: "info", label: "Hints" },
];

export function Findings({ of }: { of: string | null }) {
  const findings = useBoard((board) => board.overlay.findings);
  const journey = useBoard((board) => board.journey);
  const here = of === null ? [] : findings.filter(({ node }) => node === of);
  const others = findings.filter((finding) => !here.includes(finding));
  if (findings.length === 0) return <p className="in-body first in-help">Nothing found. The checker looks again after every change.</p>;
  return (
    <div className="in-findings">
      <Found title="Of this step" findings={here} journey={journey} />
      {LEVELS.map(({ level, label }) => (
        <Found key={level} title={label} findings={others.filter((finding) => finding.level === level)} journey={journey} />
      ))}
    </div>
  );
}

function Found({ title, findings, journey }: { title: string; findings: Finding[]; journey: Journey }) {
  if (findings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h4>
        {title} <span>{findings.length}</span>
      </h4>
      <ul>
        {findings.map((finding, i) => (
          <One key={`${finding.code}:${finding.node}:${i}`} finding={finding} journey={journey} />
        ))}
      </ul>
    </section>
  );
}

const WORDS: Record<Level, string> = { error: "Error", warning: "Warning", info: "Hint" };

function One({ finding, journey }: { finding: Finding; journey: Journey }) {
  const { code, level, message, node, place: jurisdiction, source, fixable, name } = finding;
  const docs = useBoard((board) => board.overlay.docs[code]);
  const { ask, select } = useBoardStore().getState();
  const readOnly = useBoard((board) => board.readOnly);
  const isAsked = useBoard((board) => board.asks.some((one) => one.ask === "fix" && one.code === code && one.node === node && one.message === message));
  const place = node === null ? "Journey" : node === ENTRY ? "Entry" : nameOf(journey, node);
  return (
    <li className={`in-finding ${level}`}>
      <p className="in-place">
        <span className={`level ${level}`} role="img" aria-label={WORDS[level]}>
          <Icon name={level} size={15} />
        </span>
        <b>{place}</b>
        <code title={name}>{code}</code>
      </p>
      <p>{message}</p>
      {docs && (
        <details className="in-why">
          <summary>Why</summary>
          <p>{docs}</p>
          <p className="in-source">
            {jurisdiction && <b>{jurisdiction}</b>} {source}
          </p>
        </details>
      )}
      <div className="in-buttons">
        <Press label="Show" aria-label={`Show where: ${place}`} onClick={() => select(node === null ? [] : [node])} />
        {fixable && !readOnly && <Press className="main" label={isAsked ? "Mending …" : "Mend it"} disabled={isAsked} onClick={() => ask({ ask: "fix", code, node, message })} />}
      </div>
    </li>
  );
}
