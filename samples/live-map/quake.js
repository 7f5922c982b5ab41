/** What the page shows of a record: USGS's GeoJSON features, and flat ones such as {"mag":5.1,"place":"Fiji","lat":-21.9,"lon":178.1}. */
export function quakeOf({ partition, offset, timestamp, value }) {
  const properties = value?.properties ?? value ?? {};
  const [lon, lat, depth] = value?.geometry?.coordinates ?? [properties.lon, properties.lat, properties.depth];
  return {
    id: `${partition}:${offset}`,
    mag: numberOr(properties.mag, 0),
    place: typeof properties.place === "string" && properties.place !== "" ? properties.place : "Somewhere",
    lon: numberOr(lon, undefined),
    lat: numberOr(lat, undefined),
    depth: numberOr(depth, undefined),
    time: new Date(timestamp),
  };
}

/** The filter that the server applies: true for either shape. */
export const atLeast = (mag) => (mag > 0 ? `value.properties.mag >= ${mag} || value.mag >= ${mag}` : undefined);

/** Five classes, for colours. */
export const classOf = (mag) => (mag < 2.5 ? "m0" : mag < 4 ? "m1" : mag < 5 ? "m2" : mag < 6 ? "m3" : "m4");

/** A dot's radius in pixels: the energy of a quake grows much faster, but dots must stay comparable. */
export const radiusOf = (mag) => 2 + 0.5 * Math.max(0, Math.min(9, mag)) ** 1.55;

const numberOr = (value, fallback) => (typeof value === "number" && Number.isFinite(value) ? value : fallback);
