// Writes the licences of everything inside a bundle beside it: the minifier drops their comments.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BUNDLED = ["@xyflow/react", "react", "react-dom", "zustand", "@dagrejs/dagre", "use-sync-external-store"];
const LOCK = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;

/** Folders of the named packages and of everything they need at run time. */
function withDependencies(names, parent = "", found = new Set()) {
  for (const folder of names.map((name) => folderOf(name, parent)).filter((one) => one && !found.has(one))) {
    found.add(folder);
    withDependencies(Object.keys(LOCK[folder].dependencies ?? {}), folder, found);
  }
  return [...found].filter((folder) => !folder.includes("@types/")).sort();
}

function folderOf(name, parent) {
  return [`${parent}/node_modules/${name}`, `node_modules/${name}`].find((folder) => LOCK[folder]);
}

function licenceOf(folder) {
  const file = readdirSync(folder).sort().find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  const { version, license } = LOCK[folder];
  return `${folder.split("node_modules/").at(-1)} ${version} (${license})\n\n${text}`;
}

function write(component, text) {
  const folder = join("..", "src", "journeyboard", "ui", component, "build");
  if (!existsSync(folder)) throw new Error(`Build ${component} first: ${folder} is missing.`);
  writeFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), `${text}\n`);
}

const rule = `\n\n${"-".repeat(78)}\n\n`;
write("canvas", withDependencies(BUNDLED).map(licenceOf).join(rule).replaceAll("\r\n", "\n"));
write("phone", "The phone contains no third-party code.");
