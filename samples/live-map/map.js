import { LAND } from "./land.js";
import { classOf, radiusOf } from "./quake.js";

const WIDTH = 1000;
// The Pacific and its ring of fire in the middle; the map's edge lies in the Atlantic.
const CENTRE = 150;
const MOST_DOTS = 500;
const NEW_SVG = "http://www.w3.org/2000/svg";

/** Draws the world once, and quakes as they come. */
export class QuakeMap {
  #svg;
  #dots;
  #chosen;
  #choose;

  constructor(svg, choose) {
    this.#svg = svg;
    this.#choose = choose;
    const height = -2 * project(0, 90)[1];
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${Math.ceil(height)}`);
    const world = add(svg, "g", { transform: `translate(${WIDTH / 2} ${height / 2})` });
    const edge = line(outline());
    add(add(svg, "clipPath", { id: "edge" }), "path", { d: edge });
    add(world, "path", { class: "sea", d: edge });
    const inside = add(world, "g", { "clip-path": "url(#edge)" });
    add(inside, "path", { class: "grid", d: graticule() });
    add(inside, "path", { class: "land", d: land() });
    this.#dots = add(world, "g", {});
    new ResizeObserver(() => this.#fit()).observe(svg);
  }

  get size() {
    return this.#dots.childElementCount;
  }

  /** A dot, and a ring that fades when it has just happened. One without a place is not drawn. */
  show(quake, isNew) {
    if (quake.lon === undefined || quake.lat === undefined || Math.abs(quake.lat) > 90) return;
    const [x, y] = project(around(quake.lon), quake.lat);
    const dot = add(this.#dots, "g", { class: `quake ${classOf(quake.mag)}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-id": quake.id });
    const r = radiusOf(quake.mag).toFixed(1);
    add(dot, "circle", { class: "dot", r }).addEventListener("click", () => this.#choose(quake));
    add(dot, "circle", { class: "halo", r: Number(r) + 4 });
    if (isNew) add(dot, "circle", { class: "ring", r }).addEventListener("animationend", (event) => event.target.remove());
    if (this.#dots.childElementCount > MOST_DOTS) this.#dots.firstElementChild.remove();
  }

  /** Marks one, or none, and brings it to the front. */
  mark(id) {
    this.#chosen?.classList.remove("chosen");
    this.#chosen = id === undefined ? undefined : this.#dots.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!this.#chosen) return;
    this.#chosen.classList.add("chosen");
    this.#dots.append(this.#chosen);
  }

  clear() {
    this.#dots.replaceChildren();
    this.#chosen = undefined;
  }

  #fit() {
    const width = this.#svg.getBoundingClientRect().width;
    const scale = this.#svg.getScreenCTM()?.a ?? width / WIDTH;
    // On a small map a little less than a pixel, or the dots would hide the coasts.
    if (scale > 0) this.#svg.style.setProperty("--pixel", String(Math.min(1, 0.55 + width / 1500) / scale));
  }
}

/** Longitude from the middle of the map, -180 to 180. */
const around = (lon) => ((((lon - CENTRE + 180) % 360) + 360) % 360) - 180;

/** Equal Earth (Šavrič, Patterson, Jenny 2018): areas are true. `lon` counts from the middle. */
function project(lon, lat) {
  const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const M = Math.sqrt(3) / 2;
  const t = Math.asin(M * Math.sin((lat * Math.PI) / 180));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const scale = WIDTH / 5.4133;
  const x = ((lon * Math.PI) / 180 * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  const y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return [x * scale, -y * scale];
}

// Lands are drawn three times, a world apart, and clipped: so none has to be cut at the edge of the map.
function land() {
  const rings = LAND.map((ring) => pairs(ring));
  return [-360, 0, 360].flatMap((shift) => rings.map((ring) => line(ring.map(([lon, lat]) => project(lon - CENTRE + shift, lat))))).join("");
}

function outline() {
  const lats = Array.from({ length: 37 }, (_, i) => -90 + i * 5);
  return [...lats.map((lat) => project(-180, lat)), ...lats.reverse().map((lat) => project(180, lat))];
}

function graticule() {
  const meridians = Array.from({ length: 11 }, (_, i) => Array.from({ length: 37 }, (_, j) => project(-150 + i * 30, -90 + j * 5)));
  const parallels = [-60, -30, 0, 30, 60].map((lat) => [project(-180, lat), project(180, lat)]);
  return [...meridians, ...parallels].map((points) => line(points, "")).join("");
}

const line = (points, end = "Z") => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${end}`;

const pairs = (numbers) => Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);

function add(parent, name, attributes) {
  const element = document.createElementNS(NEW_SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return parent.appendChild(element);
}
