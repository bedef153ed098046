// Rules are edited as data and keep the shape Python reads.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  blank, type Condition, groupKind, innerOf, isGroup, joined, kindOf, LEAVES, negated, operatorsOf, partsOf, replaced, withAttribute, withDetail, withOperator,
} from "../../src/canvas/inspector/condition";
import { words } from "../../src/canvas/inspector/conditionWords";
import { CATALOGUE } from "../../src/canvas/model/catalogue";

const NAMES = { segment: (id: string) => id, step: (id: string) => id };
const orders: Condition = { profile: { attribute: "orders", op: "gte", value: 2 } };
const sms: Condition = { consent: { channel: "sms" } };
const vip: Condition = { segment: { id: "vip" } };

describe("a rule", () => {
  it("has the one key that names its kind, also when new", () => {
    for (const { kind } of LEAVES) {
      expect(kindOf(blank(kind, ["a", "b"]))).toBe(kind);
      expect(Object.keys(blank(kind))).toEqual([kind]);
    }
  });

  it("about an earlier message asks for the last one", () => {
    expect(blank("engaged", ["first", "last"])).toEqual({ engaged: { node: "last" } });
  });

  it("of a newer version is known as such and kept", () => {
    const newer = { weather: { is: "rain" } };
    expect(kindOf(newer)).toBeNull();
    expect(joined(newer, sms)).toEqual({ all: [newer, sms] });
    expect(words(newer, NAMES)).toBe("a rule of a newer version");
  });

  it("turned round twice is itself again", () => {
    for (const rule of [orders, sms, { all: [orders, sms] }, { not: vip }]) expect(negated(negated(rule))).toEqual(rule);
    expect(innerOf(negated(orders))).toEqual(orders);
  });

  it("loses a detail that is taken away", () => {
    expect(withDetail({ consent: { channel: "sms", state: "unsubscribed" } }, { state: undefined })).toEqual(sms);
  });
});

describe("a group", () => {
  it("grows by a rule, and a single rule becomes a group of which all must hold", () => {
    expect(joined(undefined, sms)).toEqual(sms);
    expect(joined(sms, vip)).toEqual({ all: [sms, vip] });
    expect(joined({ any: [sms, vip] }, orders)).toEqual({ any: [sms, vip, orders] });
  });

  it("stays what it is when a rule in it changes, and is gone with its last rule", () => {
    expect(replaced({ any: [sms, vip] }, 1, orders)).toEqual({ any: [sms, orders] });
    expect(replaced({ any: [sms, vip] }, 0, undefined)).toEqual({ any: [vip] });
    expect(replaced({ all: [sms] }, 0, undefined)).toBeUndefined();
  });

  it("may hold groups, which stand in brackets", () => {
    const nested = { all: [sms, { any: [vip, negated(orders)] }] };
    expect([isGroup(nested), groupKind(nested), partsOf(nested).length]).toEqual([true, "all", 2]);
    expect(words(nested, NAMES)).toBe("consented to SMS and (in “vip” or not (orders ≥ 2))");
  });
});

describe("the operator of an attribute", () => {
  it("brings the value into the form it takes", () => {
    expect(withOperator(orders, "in")).toEqual({ profile: { attribute: "orders", op: "in", value: [2] } });
    expect(withOperator(withOperator(orders, "in"), "lt")).toEqual({ profile: { attribute: "orders", op: "lt", value: 2 } });
    expect(withOperator(orders, "is_set")).toEqual({ profile: { attribute: "orders", op: "is_set" } });
    expect(withOperator(withOperator(orders, "is_set"), "gte")).toEqual({ profile: { attribute: "orders", op: "gte", value: 1 } });
  });

  it("fits the type of every attribute that can be chosen", () => {
    for (const { name, type } of CATALOGUE.attributes) {
      const { attribute, op } = withAttribute(orders, name).profile as Condition;
      expect(attribute).toBe(name);
      expect(operatorsOf(type).map(({ value }) => value)).toContain(op);
    }
  });

  it("stays when the next attribute is of the same type", () => {
    expect(withAttribute(orders, "refunds")).toEqual({ profile: { attribute: "refunds", op: "gte", value: 2 } });
    expect(withAttribute(orders, "sms_double_opt_in")).toEqual({ profile: { attribute: "sms_double_opt_in", op: "eq", value: true } });
  });
});

describe("a rule in words", () => {
  it.each<[Condition, string]>([
    [orders, "orders ≥ 2"],
    [{ profile: { attribute: "sms_double_opt_in", value: true } }, "double opt-in to SMS"],
    [{ profile: { attribute: "country", op: "in", value: ["US", "CA"] } }, "country is one of US, CA"],
    [{ profile: { attribute: "birthday", op: "is_set" } }, "birthday known"],
    [{ event: { type: "order.placed", op: "eq", count: 0 } }, "no order placed"],
    [{ event: { type: "order.placed" } }, "order placed"],
    [{ event: { type: "message.clicked", op: "gte", count: 3, within: "30 days" } }, "message clicked ≥ 3× within 30 days"],
    [{ event: { type: "cart.updated", key: "cart_id", within: "all_time" } }, "cart updated of this cart ever"],
    [{ consent: { channel: "email", purpose: "transactional", state: "unsubscribed" } }, "opted out of e-mail about orders"],
    [{ engaged: { node: "sms_1", done: false } }, "not clicked “sms_1”"],
    [{ trigger: { op: "lt", value: 60 } }, "cart < 60"],
    [{ segment: { id: "vip", member: false } }, "not in “vip”"],
    [{ sample: 20 }, "a random 20 %"],
    [{ score: {} }, "propensity ≥ 0.5"],
  ])("%j reads well", (rule, said) => expect(words(rule, NAMES)).toBe(said));

  it("is known for every rule of the sample journeys", () => {
    const folder = new URL("../../../sample_data/journeys/", import.meta.url);
    for (const name of ["checkout_rescue", "post_purchase", "win_back"]) {
      const journey: unknown = parse(readFileSync(new URL(`${name}.journey.yaml`, folder), "utf-8"));
      const rules = conditionsIn(journey);
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) expect(words(rule, NAMES)).not.toMatch(/newer version|undefined|not set/);
    }
  });
});

function conditionsIn(value: unknown): Condition[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    ["when", "entry_filter", "where", "condition", "audience"].includes(key) && typeof part === "object" ? [part as Condition] : conditionsIn(part),
  );
}
