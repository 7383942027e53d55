// Bundles each entry of visualize/scripts/ into visualize/static/bundles/, one file that reaches no network,
// and gathers the licences of the packages that went into any of them.
//
//   node bundle.mjs ENTRIES OUT DIGEST    (run by `setup.py bundle`, beside node_modules)
import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";

const CARRIED = ["webgl.js"]; // stand inside pages that people send each other
const [entries, out, digest] = process.argv.slice(2);
const names = readdirSync(entries).filter((name) => name.endsWith(".js")).sort();

const { metafile } = await build({
  entryPoints: names.map((name) => join(entries, name)),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife", // a plain script: it may be linked by a served page, or stand inside one opened as a file
  target: "es2020",
  legalComments: "none", // LICENSES.txt says it all
  metafile: true,
  logLevel: "warning",
});

// "…/node_modules/@codemirror/view/dist/index.js" -> the folder of its package
function folderOf(input) {
  const parts = input.split(/[\\/]/);
  const at = parts.lastIndexOf("node_modules");
  return at < 0 ? null : parts.slice(0, at + (parts[at + 1].startsWith("@") ? 3 : 2)).join(sep);
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} ${version} carries no licence file: it cannot be given away with ours`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf-8").trim()}\n`;
}

const foldersOf = (inputs) => [...new Set(inputs.map(folderOf).filter(Boolean))].sort();
const folders = foldersOf(Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)));
const rule = "\n" + "-".repeat(100) + "\n\n";
const head = `What ${names.join(", ")} hold besides Maillage's own code.\nBuilt from ${digest}\n`;
writeFileSync(join(out, "LICENSES.txt"), [head, ...folders.map(licenceOf)].join(rule));

// These carry their licences themselves.
for (const name of names.filter((one) => CARRIED.includes(one))) {
  const path = join(out, name);
  const output = metafile.outputs[Object.keys(metafile.outputs).find((one) => basename(one) === name)];
  const licences = foldersOf(Object.keys(output.inputs)).map(licenceOf).join(rule).replace(/\*\//g, "* /");
  writeFileSync(path, `/*\n${licences}*/\n${readFileSync(path, "utf-8")}`);
}
console.log(`${names.join(", ")}: ${folders.length} packages in ${dirname(join(out, "x"))}`);
