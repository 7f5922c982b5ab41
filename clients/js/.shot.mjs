import { chromium } from "playwright-core";
import fs from "node:fs";
const base = process.argv[2], mode = process.argv[3] ?? "fake", out = process.argv[4] ?? "/tmp/shots";
const fake = `
export class ProblemError extends Error {}
class Sub { constructor(o){ this.o=o; setTimeout(()=>o.onState("live"),10);} pause(){this.o.onState("paused")} resume(){this.o.onState("live")} close(){}
 async *[Symbol.asyncIterator](){ if(${mode==="empty"}) { await new Promise(()=>{}); }
  const lines=(await (await fetch("quakes.ndjson")).text()).trim().split("\\n").map(JSON.parse);
  let offset=0; const now=Date.now();
  const rec=l=>({partition:0,offset:offset++,timestamp:now-600000+offset*2000,key:l.key,value:l.value,headers:[]});
  const a=lines.slice(0,220).map(rec); yield {records:a,lag:0,cursor:"x",gap:[]};
  await new Promise(r=>setTimeout(r,300));
  for(const l of lines.slice(220)){ const r=rec(l); r.timestamp=Date.now()-300; yield {records:[r],lag:0,cursor:"x",gap:[]}; await new Promise(r=>setTimeout(r,120)); }
  await new Promise(()=>{});
 } }
export class RestStream { subscribe(t,o){return new Sub(o)} async produce(){ } }
`;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const scheme of ["light", "dark"]) for (const width of [390, 1440]) {
  const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme: scheme, deviceScaleFactor: width === 390 ? 2 : 1 });
  page.on("console", m => console.log(scheme, width, m.type(), m.text()));
  page.on("pageerror", e => console.log("ERR", e.message));
  if (mode !== "real") await page.route("**/reststream.js", r => r.fulfill({ contentType: "text/javascript", body: fake }));
  await page.goto(base + "/samples/live-map/");
  await page.waitForTimeout(mode === "empty" ? 800 : 2300);
  await page.screenshot({ path: `${out}/${mode}-${scheme}-${width}.png`, fullPage: false });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (overflow) console.log("OVERFLOW", scheme, width);
  await page.close();
}
await browser.close();
