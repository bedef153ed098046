// The month as a table of buttons; on a narrow screen the days that have something become a list.
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const cell = (day, choose, selected) => {
  const box = make("td");
  if (!day) {
    box.className = "outside";
    return box;
  }
  const classes = ["day", day.tone, day.date === selected ? "chosen" : "", day.quiet ? "quiet" : ""];
  const button = make("button", classes.filter(Boolean).join(" "));
  button.type = "button";
  button.dataset.date = day.date;
  button.setAttribute("aria-pressed", String(day.date === selected));
  button.setAttribute("aria-label", day.said);
  const head = make("span", "head");
  const number = make("span", "number", String(day.number));
  head.append(make("span", "weekday", day.weekday), number);
  if (day.total) head.append(make("span", "total", day.total));
  button.append(head);
  for (const mark of day.marks) button.append(make("span", `mark ${mark.kind}`, mark.text));
  for (const line of day.lines) {
    const chip = make("span", line.clock ? "chip dated" : "chip");
    if (line.clock) chip.append(make("b", "", line.clock));
    chip.append(make("span", "name", line.name), make("span", "count", line.count));
    button.append(chip);
  }
  if (day.more) button.append(make("span", "more", day.more));
  button.addEventListener("click", () => choose(day.date));
  box.append(button);
  return box;
};

const step = (root, event) => {
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const move = moves[event.key];
  if (!move || !event.target.dataset?.date) return;
  const days = [...root.querySelectorAll("button.day")].filter((one) => one.offsetParent);
  const next = days[days.indexOf(event.target) + move];
  if (next) {
    next.focus();
    event.preventDefault();
  }
};

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".jb-month");
  const focused = parentElement.activeElement?.dataset?.date;
  const choose = (date) => {
    setTriggerValue("chosen", date);
    // As a list the month is long: show what the day holds.
    if (root.clientWidth <= 820) document.querySelector(".st-key-calendar-day")?.scrollIntoView({ behavior: "smooth" });
  };
  const head = make("tr");
  for (const name of data.weekdays) {
    const title = make("th", "", name);
    title.scope = "col";
    head.append(title);
  }
  const body = make("tbody");
  for (const week of data.weeks) {
    const row = make("tr");
    row.append(...week.map((day) => cell(day, choose, data.selected)));
    body.append(row);
  }
  const top = make("thead");
  top.append(head);
  const table = make("table");
  table.append(make("caption", "", data.caption), top, body);
  root.replaceChildren(table);
  root.onkeydown = (event) => step(root, event);
  if (focused) root.querySelector(`[data-date="${focused}"]`)?.focus();
}
