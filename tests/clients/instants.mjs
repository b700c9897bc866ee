// Prints the start of every event in the files named, as seconds since 1970: ical.js with its own time-zone engine.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, ...paths] = process.argv.slice(2);
const loaded = await import(pathToFileURL(module));
const ICAL = loaded.default ?? loaded;
for (const path of paths) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8")));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  for (const event of calendar.getAllSubcomponents("vevent")) {
    console.log(new ICAL.Event(event).startDate.toUnixTime());
  }
}
