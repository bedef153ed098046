// The inputs of a single rule, by its kind.

import type { ReactNode } from "react";
import { CATALOGUE, type Option } from "../model/catalogue";
import type { Json } from "../model/journey";
import { useBoard } from "../state/use";
import { useMessages } from "./ChoiceInputs";
import { ACTIONS, AMOUNTS, COMPARISONS, type Condition, detailOf, kindOf, type LeafProps, STATES, withDetail } from "./condition";
import { DurationLine, Digits } from "./NumberInputs";
import { type Choices, Select } from "./Select";
import { ProfileLeaf } from "./ProfileLeaf";


export function Leaf(props: LeafProps) {
  switch (kindOf(props.rule)) {
    case "profile":
      return <ProfileLeaf {...props} />;
    case "segment":
      return <SegmentLeaf {...props} />;
    case "event":
      return <EventLeaf {...props} />;
    case "consent":
      return <ConsentLeaf {...props} />;
    case "engaged":
      return <EngagedLeaf {...props} />;
    case "trigger":
      return <TriggerLeaf {...props} />;
    case "sample":
      return <Digits id={`${props.id}.sample`} label="Percent of customers, at random" value={props.rule.sample} written={String(props.rule.sample)} unit="%"
        limits={{ low: 0.01, high: 99.99, required: true }} onNumber={(number) => props.onRule({ sample: number }, true)} />;
    case "score":
      return <p className="in-help">{CATALOGUE.no_scores}</p>;
    default:
      return <pre className="in-raw">{JSON.stringify(props.rule, null, 2)}</pre>;
  }
}

/** A select beside others, whose label is read out. */
type Pick = { rule: Condition; id: string; detail: string; label: string; fallback?: string; choices: Choices; onRule: LeafProps["onRule"] };

function Detail({ rule, id, detail, label, fallback = "", choices, onRule }: Pick) {
  const value = detailOf(rule)[detail];
  const choose = (next: string) => onRule(withDetail(rule, { [detail]: next === fallback ? undefined : next }));
  return <Select id={`${id}.${detail}`} label={label} value={typeof value === "string" ? value : fallback} choices={choices} onChoose={choose} />;
}

const Row = ({ children }: { children: ReactNode }) => <div className="in-row">{children}</div>;

function SegmentLeaf({ rule, id, onRule }: LeafProps) {
  const own = useBoard((board) => board.choices.segments);
  const { id: segment, member = true } = detailOf(rule);
  const known = [...own, ...CATALOGUE.segments].find((one) => one.id === segment);
  const options = (segments: { id: string; label: string }[]): Option[] => segments.map((one) => ({ value: one.id, label: one.label }));
  const groups = [{ label: "Of the brand", options: options(own) }, { label: "Built in", options: options(CATALOGUE.segments) }];
  return (
    <>
      <Row>
        <Select id={`${id}.member`} label="Membership" value={String(member)} choices={MEMBER} onChoose={(next) => onRule(withDetail(rule, { member: next === "true" ? undefined : false }))} />
        <Detail {...{ rule, id, onRule }} detail="id" label="Segment" choices={groups.filter((group) => group.options.length)} />
      </Row>
      {known && <p className="in-help">{known.help}</p>}
    </>
  );
}

const MEMBER = [
  { value: "true", label: "is in" },
  { value: "false", label: "is not in" },
];

function EventLeaf({ rule, id, onRule }: LeafProps) {
  const { count = 1, within = "since_entry" } = detailOf(rule);
  const isSpan = within !== "since_entry" && within !== "all_time";
  const chooseSpan = (next: string) => onRule(withDetail(rule, { within: next === "since_entry" ? undefined : next === "span" ? "30 days" : next }));
  return (
    <>
      <Detail {...{ rule, id, onRule }} detail="type" label="Event" choices={CATALOGUE.events} />
      <Row>
        <Detail {...{ rule, id, onRule }} detail="op" label="How often" fallback="gte" choices={COMPARISONS} />
        <Digits id={`${id}.count`} label="Times" value={count} written={String(count)} limits={{ low: 0, whole: true, required: true }} onNumber={(number) => onRule(withDetail(rule, { count: number === 1 ? undefined : number }), true)} />
      </Row>
      <Row>
        <Select id={`${id}.within`} label="Since when" value={isSpan ? "span" : String(within)} choices={SPANS} onChoose={chooseSpan} />
        <Detail {...{ rule, id, onRule }} detail="key" label="Of which cart" choices={CARTS} />
      </Row>
      {isSpan && <DurationLine id={`${id}.span`} label="Within" value={String(within)} required picks={["1 day", "7 days", "30 days", "90 days"]} onDuration={(span, typing) => onRule(withDetail(rule, { within: span }), typing)} />}
    </>
  );
}

const SPANS = [
  { value: "since_entry", label: "since entering" },
  { value: "all_time", label: "ever" },
  { value: "span", label: "within a time" },
];
const CARTS = [
  { value: "", label: "any cart" },
  { value: "cart_id", label: "the same cart" },
];

function ConsentLeaf({ rule, id, onRule }: LeafProps) {
  return (
    <>
      <Row>
        <Detail {...{ rule, id, onRule }} detail="state" label="State" fallback="subscribed" choices={STATES} />
        <Detail {...{ rule, id, onRule }} detail="channel" label="Channel" choices={CATALOGUE.channels} />
      </Row>
      <Detail {...{ rule, id, onRule }} detail="purpose" label="Purpose" fallback="marketing" choices={PURPOSES} />
    </>
  );
}

const PURPOSES = [
  { value: "marketing", label: "for marketing" },
  { value: "transactional", label: "about orders" },
];

function EngagedLeaf({ rule, id, onRule }: LeafProps) {
  const { done = true } = detailOf(rule);
  return (
    <>
      <Detail {...{ rule, id, onRule }} detail="node" label="Message" choices={useMessages()} />
      <Row>
        <Select id={`${id}.done`} label="Done or not" value={String(done)} choices={DONE} onChoose={(next) => onRule(withDetail(rule, { done: next === "true" ? undefined : false }))} />
        <Detail {...{ rule, id, onRule }} detail="action" label="Action" fallback="clicked" choices={ACTIONS} />
      </Row>
    </>
  );
}

const DONE = [
  { value: "true", label: "it" },
  { value: "false", label: "it never" },
];

function TriggerLeaf({ rule, id, onRule }: LeafProps) {
  const { value = 0 } = detailOf(rule);
  const currency = useBoard((board) => board.choices.currency);
  return (
    <Row>
      <Detail {...{ rule, id, onRule }} detail="op" label="Comparison" fallback="gte" choices={AMOUNTS} />
      <Digits id={`${id}.value`} label={`Value in ${currency}`} unit={currency} value={value} written={String(value as Json)} limits={{ required: true }} onNumber={(number) => onRule(withDetail(rule, { value: number }), true)} />
    </Row>
  );
}
