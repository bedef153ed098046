// The inputs of a mapping, one under the other; which widget draws which field.

import type { ComponentType } from "react";
import type { Field, Widget } from "../model/catalogue";
import type { Data } from "../model/journey";
import { AttributesInput } from "./AttributesInput";
import { ChoiceInput, EventInput, FeelingInput, FlagInput, MessageNodeInput, PillsInput, ZoneInput } from "./ChoiceInputs";
import { ConditionInput } from "./ConditionInput";
import type { Edit } from "./edit";
import { type InputProps, inputOf, isShown } from "./input";
import { ItemsInput } from "./ItemsInput";
import { LevelsInput } from "./LevelsInput";
import { MessageInput } from "./MessageInput";
import { DurationInput, NumberInput, ShareInput } from "./NumberInputs";
import { OverridesInput } from "./OverridesInput";
import { PartInput } from "./PartInput";
import { RawInput } from "./RawInput";
import { LineInput, NamesInput, TextInput } from "./TextInputs";
import { ClockInput, DateInput, MomentInput } from "./TimeInputs";

/** `name` and `weight` concern their neighbours too, so the list they stand in draws them. */
const INPUTS: Record<Exclude<Widget, "name" | "weight">, ComponentType<InputProps>> = {
  line: LineInput,
  text: TextInput,
  message: MessageInput,
  duration: DurationInput,
  choice: ChoiceInput,
  event: EventInput,
  zone: ZoneInput,
  number: NumberInput,
  share: ShareInput,
  flag: FlagInput,
  date: DateInput,
  moment: MomentInput,
  clock: ClockInput,
  pills: PillsInput,
  names: NamesInput,
  condition: ConditionInput,
  items: ItemsInput,
  part: PartInput,
  attributes: AttributesInput,
  levels: LevelsInput,
  overrides: OverridesInput,
  message_node: MessageNodeInput,
  feeling: FeelingInput,
  raw: RawInput,
};

type Props = { fields: Field[]; data: Data; edit: Edit; at: string };

/** The inputs of these fields, without those that mean nothing at the moment. */
export function Fields({ fields, data, edit, at }: Props) {
  const shown = fields.filter((field) => isShown(field, data, fields));
  return (
    <>
      {shown.map((field) => (
        <OneField key={field.path} field={field} data={data} edit={edit} at={at} />
      ))}
    </>
  );
}

export function OneField({ field, data, edit, at }: { field: Field; data: Data; edit: Edit; at: string }) {
  if (field.widget === "name" || field.widget === "weight") return null;
  const Input = INPUTS[field.widget];
  return <Input {...inputOf(field, data, edit, at)} />;
}
