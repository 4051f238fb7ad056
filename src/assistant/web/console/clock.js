/** Times in words, by the server's clock: a machine whose own is wrong still counts down rightly. */

let ahead = 0;

/** @param {string} now what the server's clock said when it answered */
export function setClock(now) {
  ahead = Date.parse(now) - Date.now();
}

function now() {
  return Date.now() + ahead;
}

/** "now", "4 min", "2 h", then the day. */
export function ago(moment) {
  const minutes = Math.floor((now() - Date.parse(moment)) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return new Date(moment).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

export function timeOfDay(moment) {
  return new Date(moment).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
}

/** A heading for the day on which something was said. */
export function dayOf(moment) {
  const [day, today] = [new Date(moment), new Date(now())];
  if (day.toDateString() === today.toDateString()) return "Today";
  return day.toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
}

/** How long until then: `{late, words}`. */
export function until(moment) {
  const seconds = Math.round((Date.parse(moment) - now()) / 1000);
  const away = Math.abs(seconds);
  const words = away < 3600 ? `${Math.floor(away / 60)}:${String(away % 60).padStart(2, "0")}` : `${Math.floor(away / 3600)} h`;
  return { late: seconds < 0, words };
}
